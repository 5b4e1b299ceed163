using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Ends leaves of a database with empty tombstones, as an ordinary user can.</summary>
/// <remarks>
/// An ordinary delete ends one live leaf and is refused for a leaf that is deleted already, whose body would stay. Grafting ends both.
/// The tombstone's revision follows from the leaf's, so that doing it twice is doing it once, and says what it is, so that it is not ended again.
/// </remarks>
internal sealed class LeafRemoval(CouchClient client, string database)
{
    private const string Mark = "0000000000000000"; // half of the 32 digits: no other revision has them but by a chance of 2^-64

    /// <summary>Whether this leaf is one of our empty tombstones.</summary>
    public static bool IsDone(Revision leaf) => leaf.Hash.ToString().StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Ends these leaves. Answers how many the server would not let end.</summary>
    public async Task<int> RunAsync(IReadOnlyCollection<(string Id, Revision Leaf)> leaves, CancellationToken cancellationToken)
    {
        if (leaves.Count == 0)
        {
            return 0;
        }

        var body = new JsonObject { ["new_edits"] = false, ["docs"] = new JsonArray([.. leaves.Select(leaf => Tombstone(leaf.Id, leaf.Leaf))]) };
        var answer = await client.ExchangeAsync(HttpMethod.Post, $"{database}/_bulk_docs", body, cancellationToken) as JsonArray ?? throw client.Garbled(database);
        return answer.Count(row => CouchJson.Member(row, "error") is not null);
    }

    private static JsonObject Tombstone(string id, Revision leaf)
    {
        var hash = Mark + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(leaf.ToString())))[..Mark.Length];
        return new()
        {
            ["_id"] = id,
            ["_rev"] = string.Create(CultureInfo.InvariantCulture, $"{leaf.Generation + 1}-{hash}"),
            ["_revisions"] = new JsonObject { ["start"] = leaf.Generation + 1, ["ids"] = new JsonArray(hash, leaf.Hash.ToString()) },
            ["_deleted"] = true,
        };
    }
}
