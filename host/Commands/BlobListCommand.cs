using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class BlobListCommand
{
    private const int Page = 1000;

    public static Command Make()
    {
        var state = new Option<BlobState?>("--state") { Description = "Only files that are remote, partial, local or pinned.", HelpName = "STATE" };
        var command = new Command("list", "List attached files: how much of each is on this device, and whether a server has it.") { state };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var names = (await NamedFiles.AllAsync(host, cancellationToken)).ToLookup(file => file.Key);
            var blobs = await AllAsync(host, parsed.GetValue(state), cancellationToken);
            var table = Tables.Make("document", "file", "state", "here", "size", "on server", "revisions");
            foreach (var blob in blobs)
            {
                foreach (var (document, name) in Names(names, blob))
                {
                    table.Row(document, name, State(blob), Number(blob.BytesHere), Number(blob.Reference.Size), blob.IsOnServer ? "yes" : "not known", Number(blob.Revisions));
                }
            }

            return new Answer(new JsonArray([.. blobs.Select(blob => Json(blob, names))]), console =>
            {
                console.Write(table);
                console.Line($"{blobs.Count} {(blobs.Count == 1 ? "file" : "files")}, {blobs.Sum(blob => blob.BytesHere)} bytes here");
            });
        });
        return command;
    }

    private static async Task<List<ListedBlob>> AllAsync(AurixHost host, BlobState? state, CancellationToken cancellationToken)
    {
        var all = new List<ListedBlob>();
        while (true)
        {
            var page = await host.Mediator.Send(new ListBlobs(all.Count == 0 ? null : all[^1].Key, Page) { State = state }, cancellationToken);
            all.AddRange(page);
            if (page.Length < Page)
            {
                return all;
            }
        }
    }

    private static IEnumerable<(string Document, string Name)> Names(ILookup<BlobKey, NamedFile> names, ListedBlob blob) =>
        names.Contains(blob.Key) ? names[blob.Key].Select(file => (file.Document.Value, file.Name)) : [("(older versions)", blob.Key.Value)];

    private static string State(ListedBlob blob) =>
        (blob.State.ToString().ToLowerInvariant() + (blob.IsEvicted ? ", evicted" : "")) + (blob.State is BlobState.Pinned && blob.ChunksHere < blob.Reference.ChunkCount ? ", not all here" : "");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonNode Json(ListedBlob blob, ILookup<BlobKey, NamedFile> names) => new JsonObject
    {
        ["key"] = blob.Key.Value,
        ["state"] = blob.State.ToString().ToLowerInvariant(),
        ["size"] = blob.Reference.Size,
        ["bytesHere"] = blob.BytesHere,
        ["chunksHere"] = blob.ChunksHere,
        ["onServer"] = blob.IsOnServer,
        ["evicted"] = blob.IsEvicted,
        ["revisions"] = blob.Revisions,
        ["names"] = new JsonArray([.. names[blob.Key].Select(file => new JsonObject { ["document"] = file.Document.Value, ["name"] = file.Name })]),
    };
}
