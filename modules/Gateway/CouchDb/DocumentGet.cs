using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Reads one revision of a document: what it shows, or the one that was named.</summary>
internal sealed class DocumentGet(DocumentStore store, DocumentWriter writer, MultipartDocuments multipart)
{
    public async Task HandleAsync(Exchange exchange, string id)
    {
        var query = exchange.Query;
        var meta = query.Flag("meta");
        var wantsHistory = meta || query.Flag("revs_info");
        var wantsConflicts = meta || query.Flag("conflicts");
        var wantsDeletedConflicts = meta || query.Flag("deleted_conflicts");
        var shape = DocumentShape.Of(query);
        var pathLimit = wantsHistory ? DocumentStore.WholePath : shape.PathLimit;

        var named = query.Revision("rev");
        var leaves = named is null || wantsConflicts || wantsDeletedConflicts
            ? await store.LeavesAsync(exchange.Relay.Name, id, pathLimit, exchange.Aborted)
            : [];
        var revision = named is { } rev ? await NamedAsync(exchange, id, rev, pathLimit) : Shown(leaves);

        // Conflicts and history change without the revision changing, so an answer that holds them has no tag.
        if (!wantsHistory && !wantsConflicts && !wantsDeletedConflicts && Precondition.IsFresh(exchange, revision.Revision.ToString()))
        {
            return;
        }

        var history = wantsHistory ? await HistoryAsync(exchange, revision) : [];
        if (shape.Files && exchange.Accepts("multipart/related") && revision.Files.Any(file => shape.Includes(revision, file)))
        {
            await multipart.SendAsync(exchange, revision, shape);
            return;
        }

        await using var answer = new JsonAnswer(exchange);
        await writer.WriteAsync(answer, exchange.Relay.Name, revision, shape, WriteMeta, exchange.Aborted);
        await answer.EndAsync();

        void WriteMeta(Utf8JsonWriter json)
        {
            WriteHistory(json, history);
            var others = leaves.Where(leaf => leaf.Revision != leaves[0].Revision).ToList();
            WriteLeaves(json, "_conflicts", wantsConflicts, others.Where(leaf => !leaf.IsTombstone));
            WriteLeaves(json, "_deleted_conflicts", wantsDeletedConflicts, others.Where(leaf => leaf.IsTombstone));
        }
    }

    private static StoredRevision Shown(ImmutableArray<StoredRevision> leaves) => leaves switch
    {
        [] => throw CouchError.Missing(),
        [{ IsTombstone: true }, ..] => throw CouchError.Missing("deleted"),
        [{ Body: null }, ..] => throw CouchError.Missing(),
        [var winner, ..] => winner,
    };

    private async Task<StoredRevision> NamedAsync(Exchange exchange, string id, Revision revision, int pathLimit)
    {
        var found = await store.FindAsync(exchange.Relay.Name, id, revision, exchange.Query.Flag("latest"), pathLimit, exchange.Aborted);
        return found is [{ Body: not null } first, ..] ? first : throw CouchError.Missing();
    }

    private async Task<List<(Revision Revision, string Status)>> HistoryAsync(Exchange exchange, StoredRevision revision)
    {
        var wanted = revision.Path.Revisions().Select(ancestor => new WantedRevision(revision.Id, ancestor));
        var found = await store.ReadAsync(exchange.Relay.Name, wanted, pathLimit: 1, exchange.Aborted);
        return
        [
            .. revision.Path.Revisions().Select(ancestor => (ancestor, found.GetValueOrDefault((revision.Id, ancestor)) switch
            {
                { IsTombstone: true } => "deleted",
                { Body: not null } => "available",
                _ => "missing",
            })),
        ];
    }

    private static void WriteHistory(Utf8JsonWriter json, List<(Revision Revision, string Status)> history)
    {
        if (history.Count == 0)
        {
            return;
        }

        json.WriteStartArray("_revs_info"u8);
        foreach (var (revision, status) in history)
        {
            json.WriteStartObject();
            json.WriteString("rev"u8, revision.ToString());
            json.WriteString("status"u8, status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLeaves(Utf8JsonWriter json, string member, bool wanted, IEnumerable<StoredRevision> leaves)
    {
        var revisions = leaves.Select(leaf => leaf.Revision).ToList();
        if (wanted && revisions.Count > 0)
        {
            DocumentWriter.WriteRevisions(json, member, revisions);
        }
    }
}
