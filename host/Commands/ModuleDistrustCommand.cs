using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Host.Commands;

internal static class ModuleDistrustCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "A module's id, or with --publisher a publisher's name." };
        var publisher = new Option<bool>("--publisher") { Description = "It is a publisher." };
        var command = new Command("distrust", "Take back what 'module trust' said. What runs goes on until its process ends.") { name, publisher };
        command.RunUnstarted((request, parsed, _) =>
        {
            var (named, file) = (parsed.GetValue(name)!, new TrustFile(ConfigurationReader.Read(request).HostFolder));
            return Task.FromResult((parsed.GetValue(publisher) ? file.RemovePublisher(named) : file.RemoveModule(named))
                ? Answer.Line($"{named} is not trusted any more. An aurix that runs it now goes on until it is stopped.", new JsonObject { ["distrusted"] = named })
                : throw new UsageException("NotTrusted", $"'{named}' was not trusted.", "See who is with 'aurix module trusted'."));
        });
        return command;
    }
}
