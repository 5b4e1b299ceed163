using System.Runtime.InteropServices;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>What a player that seeks asks for.</summary>
public sealed class RangeReadTests
{
    private const int ChunkSize = BlobReference.ChunkSize;

    [Fact]
    public async Task A_range_ends_where_the_file_ends_and_past_it_there_is_nothing()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var data = BlobTests.Bytes((2 * ChunkSize) + 3);
        var blob = await BlobStateTests.AttachedAsync(store, "d", data);

        Assert.Equal(data[^3..], (await ReadAsync(store, blob, 2 * ChunkSize, 4 << 20)).Data.ToArray());
        Assert.Equal(data[(ChunkSize - 1)..(ChunkSize + 1)], (await ReadAsync(store, blob, ChunkSize - 1, 2)).Data.ToArray());
        Assert.Equal(data[1..], (await ReadAsync(store, blob, 1, 4 << 20)).Data.ToArray());
        Assert.Equal((0, (long)data.Length), Shape(await ReadAsync(store, blob, data.Length, 1)));
        Assert.Equal((0, (long)data.Length), Shape(await ReadAsync(store, blob, long.MaxValue, 4 << 20)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ReadAsync(store, blob, -1, 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ReadAsync(store, blob, 0, 0));
    }

    [Fact]
    public async Task An_empty_file_has_a_beginning_and_no_bytes()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await BlobStateTests.AttachedAsync(store, "d", []);

        Assert.Equal((0, 0L), Shape(await ReadAsync(store, blob, 0, 10)));
    }

    [Fact]
    public async Task Small_pieces_in_a_row_read_each_chunk_from_the_disk_once()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var data = BlobTests.Bytes(8 * ChunkSize);
        var blob = (await BlobTests.UploadAsync(store, StoreFixture.Relay, data, 4 << 20)).Blob;
        var chunks = new HashSet<object>(ReferenceEqualityComparer.Instance);

        for (var offset = 0; offset < data.Length; offset += ChunkSize / 36)
        {
            var piece = await store.SendAsync(new ReadBlob(StoreFixture.Relay, blob, offset, ChunkSize / 36));
            Assert.True(piece!.Data.Span.SequenceEqual(data.AsSpan(offset, piece.Data.Length)));
            Assert.True(MemoryMarshal.TryGetArray(piece.Data, out var window));
            chunks.Add(window.Array!);
        }

        Assert.Equal(8, chunks.Count);
    }

    private static (int Bytes, long Total) Shape(BlobPiece piece) => (piece.Data.Length, piece.TotalLength);

    private static async Task<BlobPiece> ReadAsync(StoreFixture store, BlobKey blob, long offset, int count) =>
        (await store.SendAsync(new ReadBlob(DatabaseName.Vault, blob, offset, count)))!;
}
