using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Tests;

/// <summary>Changes a store's files behind its back, as a bad disk or a crash would leave them.</summary>
internal static class BlobSurgery
{
    public static long OnBlobs(this StoreFixture store, string sql, string database = "vault") => Run(store, $"{database}.blobs.db", sql);

    public static long OnDocuments(this StoreFixture store, string sql, string database = "vault") => Run(store, $"{database}.db", sql);

    /// <summary>Flips one bit of a chunk.</summary>
    public static void Damage(this StoreFixture store, string key, int place, string database = "vault")
    {
        // Written in place: SQLite itself notices nothing.
        using var connection = Open(store, $"{database}.blobs.db");
        var row = Ask(connection, $"SELECT chunk FROM chunks JOIN blobs USING (content) WHERE key = '{key}' AND place = {place}");
        using var blob = new SqliteBlob(connection, "chunks", "data", row);
        var first = blob.ReadByte();
        blob.Position = 0;
        blob.WriteByte((byte)(first ^ 1));
    }

    private static long Run(StoreFixture store, string file, string sql)
    {
        using var connection = Open(store, file);
        return Ask(connection, sql);
    }

    private static long Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }

    private static SqliteConnection Open(StoreFixture store, string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(store.Folder, file)};Pooling=False");
        connection.Open();
        return connection;
    }
}
