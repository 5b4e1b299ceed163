using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncConfirmDeletesCommand
{
    public static Command Make()
    {
        var command = new Command("confirm-deletes", "Say yes to deletes that sync holds back because they are many, and sync.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var held = await host.Mediator.Send(new ConfirmDeletes { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            var report = await host.Mediator.Send(new SyncNow { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return new Answer(new JsonObject { ["held"] = held, ["documentsPushed"] = report.DocumentsPushed }, console =>
            {
                console.Line(held == 0 ? "None were held back." : $"{held} deletes were held back and go now.");
                console.Write(SyncNowCommand.Table(report));
            });
        });
        return command;
    }
}
