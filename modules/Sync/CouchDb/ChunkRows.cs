using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Asks a database by ids, so many at a time, and gives the rows of the documents that are there and not deleted.</summary>
internal static class ChunkRows
{
    public static async IAsyncEnumerable<(string Id, JsonNode? Value)> AskAsync(
        CouchClient client, string database, IReadOnlyCollection<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in ids.Chunk(BlobDatabase.QuestionSize))
        {
            var question = new JsonObject { ["keys"] = new JsonArray([.. part.Select(id => JsonValue.Create(id))]) };
            var answer = await client.ExchangeAsync(HttpMethod.Post, $"{database}/_all_docs", question, cancellationToken);
            foreach (var row in CouchJson.Member(answer, "rows") as JsonArray ?? throw client.Garbled(database))
            {
                var value = CouchJson.Member(row, "value");
                if (CouchJson.Text(row, "id") is { } id && CouchJson.Member(value, "deleted") is null)
                {
                    yield return (id, value);
                }
            }
        }
    }
}
