using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncPauseCommand
{
    public static Command Make()
    {
        var command = new Command("pause", "Send and ask nothing until 'aurix sync resume', in every aurix on this data folder. The account is kept.");
        command.RunLocked(async (host, _, cancellationToken) =>
        {
            var changed = await host.Mediator.Send(new PauseSync(), cancellationToken);
            return Answer.Line(changed ? "Sync is paused. What is under way ends before its next request." : "Sync was paused already.", new JsonObject { ["changed"] = changed });
        });
        return command;
    }
}
