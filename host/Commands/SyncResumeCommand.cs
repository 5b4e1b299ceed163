using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncResumeCommand
{
    public static Command Make()
    {
        var command = new Command("resume", "End a pause. 'aurix run' goes on by itself.");
        command.RunLocked(async (host, _, cancellationToken) =>
        {
            var changed = await host.Mediator.Send(new ResumeSync(), cancellationToken);
            return Answer.Line(changed ? "Sync goes on." : "Sync was not paused.", new JsonObject { ["changed"] = changed });
        });
        return command;
    }
}
