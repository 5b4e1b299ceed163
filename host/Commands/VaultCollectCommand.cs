using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultCollectCommand
{
    public static Command Make()
    {
        var command = new Command("collect", "Free the server of files that no document names any more: every device agrees first, and thirty days pass. Syncs first.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var step = await host.Mediator.Send(new CollectServerChunks { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return new Answer(
                new JsonObject
                {
                    ["phase"] = step.Phase.ToString(),
                    ["chunks"] = step.Chunks,
                    ["since"] = step.Since?.ToString("O", CultureInfo.InvariantCulture),
                    ["waitsFor"] = new JsonArray([.. step.WaitsFor.Select(name => JsonValue.Create(name))]),
                    ["doubt"] = step.Doubt,
                },
                console => console.Line(Text(step)));
        });
        return command;
    }

    private static string Text(ServerCollection step)
    {
        var chunks = step.Chunks.ToString(CultureInfo.InvariantCulture);
        return step.Phase switch
        {
            CollectionPhase.Nothing => "Every chunk on the server belongs to something.",
            CollectionPhase.Proposed => $"{chunks} chunks are proposed for deletion. Sync your other devices once now and once in thirty days; then run this again.",
            CollectionPhase.Waiting when step.WaitsFor.IsEmpty => $"{chunks} chunks wait.",
            CollectionPhase.Waiting => $"{chunks} chunks wait since {step.Since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} for {string.Join(", ", step.WaitsFor)}: a device agrees when it syncs thirty days after it first saw this. One that is gone for good: 'aurix vault retire'.",
            CollectionPhase.Deleted => $"{chunks} chunks are deleted from the server.",
            _ => $"Nothing was proposed or deleted. {step.Doubt}",
        };
    }
}
