using System.CommandLine;
using Aurix.Platform.Host.Demo;

namespace Aurix.Platform.Host.Commands;

internal static class DemoCommand
{
    public static Command Make()
    {
        var keep = new Option<bool>("--keep") { Description = "Leave the demo's folders in place, for a look." };
        var command = new Command("demo", "Show the whole road on real input: two devices, a server that can read nothing, conflicts settled, explained and undone.") { keep };
        command.RunBare((parsed, logging, cancellationToken) =>
            DemoStory.TellAsync(HostSettingsOf(parsed), parsed.GetValue(keep), parsed.GetValue(GlobalOptions.Json), logging, cancellationToken));
        return command;
    }

    private static string HostSettingsOf(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(GlobalOptions.Modules)!);
}
