using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncDisableCommand
{
    public static Command Make()
    {
        var command = new Command("disable", "Opt out: forget the account. What is here and what is on the server stays.");
        command.Run(async (host, _, cancellationToken) =>
        {
            var was = await host.Mediator.Send(new DisableSync(), cancellationToken);
            return Answer.Line(was ? "Sync is off. Nothing leaves this device any more." : "Sync was off already.", new JsonObject { ["wasEnabled"] = was });
        });
        return command;
    }
}
