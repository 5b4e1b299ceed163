using System.Diagnostics;
using System.Runtime.InteropServices;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Bench.Storage;

/// <summary>A large file in and out again, each contestant in a fresh process. What comes out is compared with what went in.</summary>
internal static class BlobWork
{
    private const int Piece = 1 << 20;

    public static async Task<Dictionary<string, double>> OursAsync(string folder, long size)
    {
        await using var store = await OurStore.OpenAsync(folder);
        FinishedBlob? blob = null;
        return await MeasureAsync(
            async () =>
            {
                var upload = await store.SendAsync(new BeginBlob(DatabaseName.Vault));
                foreach (var piece in Pieces(size, BlobReference.ChunkSize))
                {
                    await store.SendAsync(new AppendBlob(DatabaseName.Vault, upload, piece));
                }

                blob = await store.SendAsync(new FinishBlob(DatabaseName.Vault, upload));
            },
            async () =>
            {
                var at = 0L;
                foreach (var piece in Pieces(size, BlobReference.ChunkSize))
                {
                    var read = await store.SendAsync(new ReadBlob(DatabaseName.Vault, blob!.Blob, at, piece.Length));
                    Compare(piece, read!.Data);
                    at += piece.Length;
                }
            });
    }

    /// <summary>The same chunks into the same tables, as durable as ours: each chunk a commit, the last one synced.</summary>
    public static async Task<Dictionary<string, double>> RawAsync(string folder, long size)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "raw.db")};Pooling=False");
        connection.Open();
        Script(connection, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        Script(connection, File.ReadAllText(Path.Combine(Processes.Root, "modules", "Storage", "Schema", "blobs.sql")));
        using var insert = new Prepared(connection, "INSERT INTO chunks (content, place, data) VALUES (1, $1, $2)", 2);
        using var select = new Prepared(connection, "SELECT data FROM chunks WHERE content = 1 AND place = $1", 1);
        return await MeasureAsync(
            () =>
            {
                foreach (var (place, chunk) in Pieces(size, BlobReference.ChunkSize).Index())
                {
                    insert.Run(place, MemoryMarshal.TryGetArray(chunk, out var array) && array.Count == array.Array!.Length ? array.Array : chunk.ToArray());
                }

                Script(connection, "PRAGMA synchronous = FULL; INSERT INTO blobs (key, content, length, begun_ms) VALUES ('raw', 1, 0, 0)");
                return Task.CompletedTask;
            },
            () =>
            {
                foreach (var (place, chunk) in Pieces(size, BlobReference.ChunkSize).Index())
                {
                    using var row = select.Read(place);
                    row.Read();
                    Compare(chunk, row.GetFieldValue<byte[]>(0));
                }

                return Task.CompletedTask;
            });
    }

    public static async Task<Dictionary<string, double>> FileAsync(string folder, long size)
    {
        var path = Path.Combine(folder, "plain");
        return await MeasureAsync(
            async () =>
            {
                await using var file = File.Create(path, bufferSize: 0);
                foreach (var piece in Pieces(size))
                {
                    await file.WriteAsync(piece);
                }

                file.Flush(flushToDisk: true);
            },
            async () =>
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
                var buffer = new byte[Piece];
                foreach (var piece in Pieces(size))
                {
                    await file.ReadExactlyAsync(buffer.AsMemory(0, piece.Length));
                    Compare(piece, buffer.AsMemory(0, piece.Length));
                }
            });
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(Func<Task> write, Func<Task> read)
    {
        var idle = Memory.Now;
        var watch = Stopwatch.StartNew();
        await write();
        var wrote = watch.Elapsed.TotalSeconds;
        var peak = Memory.Peak;
        watch.Restart();
        await read();
        return new() { ["in"] = wrote, ["out"] = watch.Elapsed.TotalSeconds, ["idle"] = idle, ["peak in"] = peak, ["peak"] = Memory.Peak };
    }

    /// <summary>The file's bytes: noise that differs from piece to piece. The memory is used again for the next piece.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(long size, int piece = Piece)
    {
        var noise = new byte[piece];
        new Random(1).NextBytes(noise);
        for (var at = 0L; at < size; at += piece)
        {
            BitConverter.TryWriteBytes(noise, at);
            yield return noise.AsMemory(0, (int)Math.Min(piece, size - at));
        }
    }

    private static void Compare(ReadOnlyMemory<byte> written, ReadOnlyMemory<byte> read)
    {
        if (!written.Span.SequenceEqual(read.Span))
        {
            throw new InvalidOperationException("What came out is not what went in.");
        }
    }

    private static void Script(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
