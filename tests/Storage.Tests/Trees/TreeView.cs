using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.Trees;

/// <summary>What one implementation says of a tree, as text that can be compared and read.</summary>
internal static class TreeView
{
    /// <summary>What our relay says, of every revision that is asked for.</summary>
    public static async Task<string> OursAsync(StoreFixture store, DatabaseName relay, DocumentId id, IReadOnlyList<Revision> asked)
    {
        var leaves = await store.SendAsync(new ReadRevisions(relay, [new WantedRevision(id, null)], 1000));
        var listed = await store.SendAsync(new ListRelayDocuments(relay) { Keys = [id.Value] });
        var missing = await store.SendAsync(new FindMissingRevisions(relay, [new RevisionOffer(id.Value, [.. asked])]));
        return Text(
            listed.Rows[0].Winner.ToString()!,
            leaves.Select(leaf => (leaf.Revision.ToString(), leaf.IsTombstone, string.Join(' ', leaf.Path.Hashes))),
            asked.Where(revision => missing.IsEmpty || !missing[0].Missing.Contains(revision)).Select(revision => revision.ToString()));
    }

    /// <summary>What the other side said.</summary>
    public static string Theirs(JsonElement view) => Text(
        view.GetProperty("winner").GetString()!,
        view.GetProperty("leaves").EnumerateArray().Select(leaf =>
            (leaf[0].GetString()!, leaf[1].GetBoolean(), string.Join(' ', leaf[2].EnumerateArray().Select(hash => hash.GetString())))),
        view.GetProperty("known").EnumerateArray().Select(revision => revision.GetString()!));

    private static string Text(string winner, IEnumerable<(string Revision, bool Tombstone, string Path)> leaves, IEnumerable<string> known) => string.Join(
        '\n',
        [
            $"winner {winner}",
            .. leaves.Select(leaf => $"leaf {leaf.Revision}{(leaf.Tombstone ? " deleted" : "")} of {leaf.Path}"),
            .. known.Select(revision => $"known {revision}"),
        ]);
}
