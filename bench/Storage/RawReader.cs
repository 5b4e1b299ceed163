using Aurix.Platform.Documents;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Bench.Storage;

/// <summary>Reads winners by id out of a file of ours, with one prepared join.</summary>
internal sealed class RawReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Prepared _winner;

    public RawReader(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        _winner = new(
            _connection,
            """
            SELECT docs.doc, id, remote_id, winner, live_leaves, tombstone_leaves, deleted,
                   rev, generation, hash, parent, trusted, is_leaf, is_tombstone, body
            FROM docs JOIN revs ON revs.rev = docs.winner WHERE id = $1
            """,
            1);
    }

    /// <returns>The bytes of the body; the other columns are fetched as well.</returns>
    public byte[] Get(string id)
    {
        using var row = _winner.Read(id);
        row.Read();
        _ = row.GetInt64(0) + row.GetString(1).Length + row.GetString(2).Length + row.GetInt64(3) + row.GetInt32(4) + row.GetInt32(5) + row.GetInt32(6);
        _ = row.GetInt64(7) + row.GetInt32(8) + row.GetFieldValue<byte[]>(9).Length + (row.IsDBNull(10) ? 0 : row.GetInt64(10));
        _ = row.GetInt32(11) + row.GetInt32(12) + row.GetInt32(13);
        return row.GetFieldValue<byte[]>(14);
    }

    public DocumentBody GetDecoded(string id) => DocumentBodyCodec.DecodeTrusted(Get(id));

    public void Dispose()
    {
        _winner.Dispose();
        _connection.Dispose();
    }
}
