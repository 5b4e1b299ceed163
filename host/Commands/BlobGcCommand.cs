using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class BlobGcCommand
{
    public static Command Make()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count what would be removed." };
        var command = new Command("gc", "Remove the bytes of files that no version of any document names any more.") { dryRun };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var counting = parsed.GetValue(dryRun);
            var collected = await host.Mediator.Send(new CollectBlobs(DatabaseName.Vault) { DryRun = counting }, cancellationToken);
            return Answer.Line(
                $"{(counting ? "Would remove" : "Removed")} {collected.Blobs} files: {collected.Chunks} chunks, {collected.Bytes} bytes.",
                new JsonObject { ["dryRun"] = counting, ["files"] = collected.Blobs, ["chunks"] = collected.Chunks, ["bytes"] = collected.Bytes });
        });
        return command;
    }
}
