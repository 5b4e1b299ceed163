using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Host.Commands;

internal static class ModuleNewKeyCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "Where the secret key goes. Nothing is written over." };
        var command = new Command("new-key", "Make a key to sign modules with.") { file };
        command.RunUnstarted((_, parsed, _) =>
        {
            var secret = Path.GetFullPath(parsed.GetValue(file)!);
            var open = PublisherKey.Create(secret);
            return Task.FromResult(new Answer(new JsonObject { ["secret"] = secret, ["public"] = open }, console =>
            {
                console.Line($"'{secret}' signs: keep it to yourself.");
                console.Line($"'{open}' is for those who shall trust you: aurix module trust --publisher FILE --name NAME");
            }));
        });
        return command;
    }
}
