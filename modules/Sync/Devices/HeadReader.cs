using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Fetches and opens heads and pieces of logs; what does not open is set aside by name.</summary>
internal sealed class HeadReader(IMediator mediator, IRemoteDatabase remote, string remoteName)
{
    private const int NameLength = 44;

    public async Task<HeadList> ListAsync(CancellationToken cancellationToken)
    {
        var documents = (await remote.ReadRangeAsync("h", "i", cancellationToken)).Where(document => Id(document) is { Length: NameLength } id && id[0] == 'h').ToList();
        var outcomes = await mediator.Send(new OpenHeads([.. documents.Select(Received)]), cancellationToken);
        var heads = ImmutableSortedDictionary.CreateBuilder<string, ShownHead>(StringComparer.Ordinal);
        var refused = ImmutableArray.CreateBuilder<RefusedDocument>();
        var lacksKey = false;
        foreach (var (document, outcome) in documents.Zip(outcomes))
        {
            if (outcome is OpenHeadOutcome.Opened opened)
            {
                var shown = new ShownHead(opened.Head, opened.Epoch, opened.Seal, CouchJson.Text(document, "e")!);
                heads[shown.Device] = shown;
            }
            else if (outcome is OpenHeadOutcome.Rejected rejected)
            {
                lacksKey |= rejected.Code == RejectionCodes.EpochUnknown;
                refused.Add(new(Id(document), Version(document), rejected.Code, rejected.Detail));
            }
        }

        return new(heads.ToImmutable(), documents.ToImmutableDictionary(Id, Version), refused.ToImmutable(), lacksKey);
    }

    /// <summary>A log's entries from one on up to another; null when the server does not give all of them.</summary>
    public async Task<ImmutableArray<LogEntry>?> ReadLogAsync(DeviceId device, long from, long to, CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            return [];
        }

        var first = (int)(from / SealLogSegment.Length);
        var count = (int)((to - 1) / SealLogSegment.Length) - first + 1;
        var names = await mediator.Send(new NameDeviceDocuments(device, first, count), cancellationToken);
        var pieces = (await OpenAsync(names.Segments, cancellationToken)).ToDictionary(piece => piece.Segment, piece => piece.Entries);
        var entries = ImmutableArray.CreateBuilder<LogEntry>();
        for (var segment = first; segment < first + count; segment++)
        {
            if (!pieces.TryGetValue(segment, out var piece))
            {
                return null;
            }

            var start = (long)segment * SealLogSegment.Length;
            entries.AddRange(piece.Skip((int)Math.Max(0, from - start)).Take((int)Math.Min(SealLogSegment.Length, to - Math.Max(start, from))));
        }

        return entries.Count == to - from ? entries.ToImmutable() : null;
    }

    /// <summary>Opens pieces of logs by name.</summary>
    public async Task<ImmutableArray<OpenSegmentOutcome.Opened>> OpenAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var documents = await remote.ReadManyAsync(names, cancellationToken);
        var outcomes = await mediator.Send(new OpenLogSegments([.. documents.Select(Received)]), cancellationToken);
        await SetAsideAsync(
            documents.Zip(outcomes).Where(pair => pair.Second is OpenSegmentOutcome.Rejected).Select(pair =>
            {
                var rejected = (OpenSegmentOutcome.Rejected)pair.Second;
                return new RefusedDocument(Id(pair.First), Version(pair.First), rejected.Code, rejected.Detail);
            }),
            cancellationToken);
        return [.. outcomes.OfType<OpenSegmentOutcome.Opened>()];
    }

    public async Task SetAsideAsync(IEnumerable<RefusedDocument> refused, CancellationToken cancellationToken)
    {
        var entries = refused.Where(document => document.Code != RejectionCodes.EpochUnknown)
            .Select(document => new QuarantineEntry(remoteName, document.RemoteId, document.Revision, document.Code, document.Detail)).ToImmutableArray();
        if (!entries.IsEmpty)
        {
            await mediator.Send(new QuarantineRemote(entries), cancellationToken);
        }
    }

    private static string Id(JsonObject document) => CouchJson.Text(document, "_id")!;

    private static string Version(JsonObject document) => CouchClient.Shorten(CouchJson.Text(document, "_rev") ?? "");

    private static ReceivedDeviceDocument Received(JsonObject document) => new(Id(document), CouchJson.Text(document, "e"));
}
