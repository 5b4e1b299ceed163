using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Host.Commands;

internal static class ModuleTrustCommand
{
    public static Command Make()
    {
        var module = new Argument<string?>("module") { Description = "The module's id, or its folder.", Arity = ArgumentArity.ZeroOrOne };
        var publisher = new Option<string?>("--publisher") { Description = "In place of a module: a file with a publisher's public key, whose modules may run in whatever version.", HelpName = "FILE" };
        var name = new Option<string?>("--name") { Description = "What you call the publisher.", HelpName = "NAME" };
        var command = new Command("trust", "Let a module run: with all your rights, as it is now and until it changes. None but Aurix's own runs without.") { module, publisher, name };
        command.RunUnstarted((request, parsed, _) =>
        {
            var settings = ConfigurationReader.Read(request);
            OwnerOnly.CreateFolder(settings.DataDirectory);
            var file = new TrustFile(settings.HostFolder);
            return Task.FromResult((parsed.GetValue(module), parsed.GetValue(publisher), parsed.GetValue(name)) switch
            {
                ({ } named, null, null) => Module(settings, file, named),
                (null, { } key, { Length: > 0 } called) => Publisher(file, key, called),
                _ => throw new UsageException("BadUsage", "This takes a module, or --publisher with --name.", "Name one of the two."),
            });
        });
        return command;
    }

    private static Answer Module(HostSettings settings, TrustFile file, string named)
    {
        var manifest = ModuleFinder.Find(settings, named);
        var content = ModuleContent.Read(manifest.Folder);
        if (content.IsShipped)
        {
            return Answer.Line($"{manifest.Id} is part of this Aurix and needs no trust.", new JsonObject { ["id"] = manifest.Id, ["shipped"] = true });
        }

        file.Add(new TrustedModule(manifest.Id, content.Hash, TimeProvider.System.GetUtcNow()));
        new StartMarks(settings.HostFolder, TimeProvider.System).Forgive(content.Hash); // who trusts it wants it tried
        var json = new JsonObject { ["id"] = manifest.Id, ["role"] = manifest.Role, ["folder"] = manifest.Folder, ["files"] = content.Files.Length, ["sha256"] = content.Hash, ["shipped"] = false };
        return new Answer(json, console =>
        {
            console.Line(string.Create(CultureInfo.InvariantCulture, $"{manifest.Id} ({manifest.Role}) may run with all your rights, as it is in '{manifest.Folder}' now: {content.Files.Length} files, SHA-256 {content.Hash}."));
            console.Line("When any of them changes it is refused until you trust it anew.");
        });
    }

    private static Answer Publisher(TrustFile file, string path, string name)
    {
        var publisher = new TrustedPublisher(name, PublisherKey.ReadPublic(path), TimeProvider.System.GetUtcNow());
        file.Add(publisher);
        return Answer.Line($"Whatever {name} signed with the key {publisher.Fingerprint} may run with all your rights.", new JsonObject { ["publisher"] = name, ["fingerprint"] = publisher.Fingerprint });
    }
}
