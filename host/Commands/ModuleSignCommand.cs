using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Host.Commands;

internal static class ModuleSignCommand
{
    public static Command Make()
    {
        var folder = new Argument<string>("folder") { Description = "The module's folder, as it will be handed out." };
        var key = new Option<string>("--key") { Description = "Your secret key, from 'aurix module new-key'.", HelpName = "FILE", Required = true };
        var command = new Command("sign", "Sign a module of yours, for those who trust your key.") { folder, key };
        command.RunUnstarted(async (_, parsed, cancellationToken) =>
        {
            var manifest = ModuleManifest.Read(Path.GetFullPath(parsed.GetValue(folder)!));
            var content = ModuleContent.Read(manifest.Folder, everyMachine: true);
            using var secret = PublisherKey.ReadSecret(parsed.GetValue(key)!);
            var target = Path.Combine(manifest.Folder, ModuleContent.SignatureName);
            await File.WriteAllBytesAsync(target, ModuleSignature.Make(content, secret), cancellationToken);
            return Answer.Line(
                string.Create(CultureInfo.InvariantCulture, $"Signed {manifest.Id}, {content.Files.Length} files: '{target}'."),
                new JsonObject { ["id"] = manifest.Id, ["files"] = content.Files.Length, ["signature"] = target });
        });
        return command;
    }
}
