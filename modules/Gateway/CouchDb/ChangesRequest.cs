using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>What a client wants of a change feed.</summary>
internal sealed record ChangesRequest
{
    /// <summary>CouchDB's default for both.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public required FeedKind Feed { get; init; }

    /// <summary>Whether the feed ends with what is there. From the newest down there is nothing to wait for.</summary>
    public bool EndsAtOnce => Feed == FeedKind.Normal || Descending;

    public required LocalSequence Since { get; init; }

    public required int Limit { get; init; }

    public bool Descending { get; init; }

    public bool AllLeaves { get; init; }

    public bool IncludeDocuments { get; init; }

    /// <summary>Only these documents; null for all.</summary>
    public ImmutableHashSet<DocumentId>? Only { get; init; }

    /// <summary>Only revisions that meet this; null for all.</summary>
    public Predicate<JsonElement>? Selector { get; init; }

    /// <summary>How often to send a sign of life; null for none.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>How long to wait for a change; null with a heartbeat, which means for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    public static ChangesRequest Read(Exchange exchange)
    {
        var query = exchange.Query;
        var heartbeat = query.Text("heartbeat") switch
        {
            null or "false" => (TimeSpan?)null,
            "true" => Minute,
            _ => Milliseconds(query, "heartbeat", least: 100), // a beat per millisecond would be a load and no sign
        };
        return new ChangesRequest
        {
            Feed = query.Text("feed") switch
            {
                null or "normal" => FeedKind.Normal,
                "longpoll" => FeedKind.LongPoll,
                "continuous" => FeedKind.Continuous,
                "eventsource" => FeedKind.EventSource,
                _ => throw CouchError.BadRequest("Supported `feed` types: normal, longpoll, continuous, eventsource"),
            },
            Since = SequenceText.Read(exchange.Relay, LastEvent(exchange) ?? query.Text("since")),
            Limit = Math.Max(1, query.Count("limit") ?? int.MaxValue), // CouchDB: 0 has the same effect as 1
            Descending = query.Flag("descending"),
            AllLeaves = query.Text("style") switch
            {
                null or "main_only" => false,
                "all_docs" => true,
                _ => throw CouchError.BadRequest("Supported `style` values: main_only, all_docs"),
            },
            IncludeDocuments = query.Flag("include_docs"),
            Only = Ids(query),
            Selector = SelectorOf(query),
            Heartbeat = heartbeat,
            Timeout = heartbeat is null ? (query.Has("timeout") ? Milliseconds(query, "timeout", least: 0) : Minute) : null,
        };
    }

    private static TimeSpan Milliseconds(Query query, string name, int least) =>
        TimeSpan.FromMilliseconds(Math.Max(least, query.Count(name) ?? throw CouchError.BadParameter($"Invalid value for {name}")));

    // A browser that comes back to an event source says how far it had come, which counts more than the address that it was opened with.
    private static string? LastEvent(Exchange exchange) =>
        exchange.Query.Text("feed") == "eventsource" && exchange.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } place ? place.Trim('"') : null;

    private static Predicate<JsonElement>? SelectorOf(Query query)
    {
        if (query.Text("filter") != "_selector")
        {
            return null;
        }

        try
        {
            return Documents.Selector.Parse(query.Json("selector") is { ValueKind: JsonValueKind.Object } selector ? selector.GetRawText() : "");
        }
        catch (FormatException why)
        {
            throw CouchError.BadRequest($"`selector` filter parameter cannot be used: {why.Message}.");
        }
    }

    private static ImmutableHashSet<DocumentId>? Ids(Query query)
    {
        switch (query.Text("filter"))
        {
            case null or "_selector":
                return null;
            case "_doc_ids" when query.Json("doc_ids") is { ValueKind: JsonValueKind.Array } ids:
                return ids.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String)
                    ? [.. ids.EnumerateArray().Select(RequestBody.StringOf).Where(DocumentId.IsValid).Select(id => new DocumentId(id))] // no document has any other id
                    : throw CouchError.BadRequest("`doc_ids` filter parameter is not a list of doc ids.");
            case "_doc_ids":
                throw CouchError.BadRequest("`doc_ids` filter parameter is not a list of doc ids.");
            default:
                // A filter that was ignored would send documents that the client did not want.
                throw CouchError.BadRequest("The filters here are _doc_ids and _selector: this server executes no code of clients.");
        }
    }
}

/// <summary>How a change feed ends.</summary>
internal enum FeedKind
{
    /// <summary>With what there is.</summary>
    Normal,

    /// <summary>With the first change, however long it takes.</summary>
    LongPoll,

    /// <summary>Never, one line per change.</summary>
    Continuous,

    /// <summary>Never, one server-sent event per change.</summary>
    EventSource,
}
