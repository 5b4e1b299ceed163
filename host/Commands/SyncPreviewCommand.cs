using System.CommandLine;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncPreviewCommand
{
    public static Command Make()
    {
        var command = new Command("preview", "What leaves this device and what stays here by choice. Asks no server.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var preview = await host.Mediator.Send(new PreviewSync { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return new Answer(SyncPreviewText.Json(preview), console => SyncPreviewText.Show(console, preview));
        });
        return command;
    }
}
