using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>A hostile server against a file of two chunks (crypto.md §7, T48 to T56, T63), through the messages.</summary>
public sealed class FileRejectionTests : IAsyncLifetime
{
    private const int Size = BlobReference.ChunkSize + 100;
    private Device _device = null!;
    private VaultDescription _vault = null!;

    public async Task InitializeAsync() => (_device, _vault) = await Device.CreateAsync();

    public Task DisposeAsync() => _device.DisposeAsync().AsTask();

    [Theory]
    [InlineData(0, 1, 4096)]
    [InlineData(1, 1, 4096)]
    [InlineData(BlobReference.ChunkSize - 1, 1, 1 << 20)]
    [InlineData(BlobReference.ChunkSize, 1, 1 << 20)]
    [InlineData(BlobReference.ChunkSize + 1, 2, 4096)]
    public async Task T63_A_file_of_this_size_comes_back_and_the_server_sees_only_its_bucket(int size, int count, int lastBucket)
    {
        var file = await SealAsync(size);

        Assert.Equal(count, file.Chunks.Length);
        Assert.Equal(8 + lastBucket + 16, file.Chunks[^1].Bytes.Length);
        var list = await _device.Send(new OpenManifest(file.Blob, file.Manifest.Bytes));
        Assert.Null(list.Code);
        var opened = new List<byte>();
        for (var index = 0; index < count; index++)
        {
            var chunk = await _device.Send(new OpenChunk(file.Blob, index, list.Chunks[index], file.Chunks[index].Bytes));
            Assert.Null(chunk.Code);
            opened.AddRange(chunk.Data.Span);
        }

        Assert.Equal(Data(size), opened);
    }

    [Fact]
    public async Task T48_T49_Chunks_in_another_order_or_place_are_refused()
    {
        var file = await SealAsync(Size);
        var (first, last) = (file.Chunks[0], file.Chunks[1]);

        await AssertRefused(file.Blob, 0, last);
        await AssertRefused(file.Blob, 1, first);
        await AssertRefused(file.Blob, 2, last);
        await AssertRefused(file.Blob, -1, last);
    }

    [Fact]
    public async Task T50_A_middle_chunk_is_not_taken_for_the_last()
    {
        var file = await SealAsync(Size);

        await AssertRefused(file.Blob with { Size = BlobReference.ChunkSize }, 0, file.Chunks[0]);
    }

    [Fact]
    public async Task T51_A_chunk_of_another_file_is_refused()
    {
        var (file, other) = (await SealAsync(100), await SealAsync(100));

        await AssertRefused(file.Blob, 0, other.Chunks[0]);
    }

    [Fact]
    public async Task T52_A_manifest_is_no_chunk_and_a_chunk_is_no_manifest()
    {
        var file = await SealAsync(100);

        await AssertRefused(file.Blob, 0, file.Manifest);
        Assert.Equal(RejectionCodes.ChunkInvalid, (await _device.Send(new OpenManifest(file.Blob, file.Chunks[0].Bytes))).Code);
    }

    [Fact]
    public async Task T30_Every_flipped_bit_of_a_chunk_is_refused_and_no_byte_is_released()
    {
        var file = await SealAsync(100);
        var blob = file.Chunks[0].Bytes.ToArray();
        for (var bit = 0; bit < blob.Length * 8; bit++)
        {
            blob[bit / 8] ^= (byte)(1 << (bit % 8));
            var outcome = await _device.Send(new OpenChunk(file.Blob, 0, file.Chunks[0].Address, blob));
            blob[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Equal((bit, bit / 8 == 2 ? RejectionCodes.VersionUnsupported : RejectionCodes.ChunkInvalid), (bit, outcome.Code));
            Assert.True(outcome.Data.IsEmpty);
        }
    }

    [Fact]
    public async Task T30_Every_flipped_bit_of_a_manifest_is_refused_with_its_code()
    {
        var file = await SealAsync(100);
        var blob = file.Manifest.Bytes.ToArray();
        for (var bit = 0; bit < blob.Length * 8; bit++)
        {
            blob[bit / 8] ^= (byte)(1 << (bit % 8));
            var outcome = await _device.Send(new OpenManifest(file.Blob, blob));
            blob[bit / 8] ^= (byte)(1 << (bit % 8));

            var expected = (bit / 8) switch
            {
                2 => RejectionCodes.VersionUnsupported,
                < 8 => RejectionCodes.ChunkInvalid,
                _ => RejectionCodes.AuthFailed,
            };
            Assert.Equal((bit, expected), (bit, outcome.Code));
        }
    }

    [Fact]
    public async Task T53_Every_truncation_and_every_extension_up_to_64_bytes_is_refused()
    {
        var file = await SealAsync(100);
        var (chunk, manifest) = (file.Chunks[0], file.Manifest);
        for (var length = 0; length < chunk.Bytes.Length; length++)
        {
            await AssertRefused(file.Blob, 0, chunk with { Bytes = chunk.Bytes[..length] });
            Assert.Equal(RejectionCodes.ChunkInvalid, (await _device.Send(new OpenManifest(file.Blob, manifest.Bytes[..length]))).Code);
        }

        for (var more = 1; more <= 64; more++)
        {
            await AssertRefused(file.Blob, 0, chunk with { Bytes = (byte[])[.. chunk.Bytes.Span, .. new byte[more]] });
            var longer = await _device.Send(new OpenManifest(file.Blob, (byte[])[.. manifest.Bytes.Span, .. new byte[more]]));
            Assert.Equal(RejectionCodes.AuthFailed, longer.Code);
        }
    }

    [Fact]
    public async Task T55_A_manifest_does_not_open_for_another_size_or_another_file()
    {
        var (file, other) = (await SealAsync(100), await SealAsync(100));

        Assert.Equal(RejectionCodes.AuthFailed, (await _device.Send(new OpenManifest(file.Blob with { Size = 99 }, file.Manifest.Bytes))).Code);
        Assert.Equal(RejectionCodes.AuthFailed, (await _device.Send(new OpenManifest(file.Blob with { File = other.Blob.File }, file.Manifest.Bytes))).Code);
        Assert.Equal(RejectionCodes.AuthFailed, (await _device.Send(new OpenManifest(other.Blob, file.Manifest.Bytes))).Code);
        Assert.Equal(RejectionCodes.AttachmentLength, (await _device.Send(new OpenManifest(file.Blob with { Size = -1 }, file.Manifest.Bytes))).Code);
        Assert.Equal(RejectionCodes.EpochUnknown, (await _device.Send(new OpenManifest(file.Blob with { Epoch = 2 }, file.Manifest.Bytes))).Code);
    }

    [Fact]
    public async Task T56_A_manifest_of_a_broken_writer_with_the_wrong_number_of_chunks_is_named()
    {
        using var keys = Vectors.Keys(new Primitives.GeraltSodium());
        var sealer = new Files.FileSealer(new Primitives.GeraltSodium(), new Primitives.WorkBuffers());
        var file = new FileKey(keys.Vault, new BlobFileId(7), 1);
        var made = sealer.Seal(keys.Current, Files.FileSeal.Manifest(file, 100, 1), new byte[64]);

        await using var device = await Device.StartAsync(WithKeys());
        var outcome = await device.Send(new OpenManifest(new BlobReference(file.File, 1, made.Address, 100), made.Bytes));
        Assert.Equal(RejectionCodes.AttachmentLength, outcome.Code);
    }

    [Fact]
    public async Task What_is_no_piece_of_the_file_is_not_sealed()
    {
        var file = await SealAsync(Size);

        await AssertUsage("ChunkInvalid", new MintChunks(Key(file.Blob), [new ChunkDraft(0, false, new byte[10])]));
        await AssertUsage("ChunkInvalid", new MintChunks(Key(file.Blob), [new ChunkDraft(0, true, new byte[BlobReference.ChunkSize + 1])]));
        await AssertUsage("AttachmentLength", new SealChunks(file.Blob, [new ChunkDraft(1, true, new byte[99])]));
        await AssertUsage("AttachmentLength", new SealManifest(file.Blob, [file.Chunks[0].Address]));
        await AssertUsage("ManifestMismatch", new SealManifest(file.Blob, [file.Chunks[1].Address, file.Chunks[0].Address]));
    }

    [Fact]
    public async Task Two_files_of_the_same_bytes_have_nothing_in_common()
    {
        var (one, other) = (await SealAsync(100), await SealAsync(100));

        Assert.NotEqual(one.Chunks[0].Address, other.Chunks[0].Address);
        Assert.NotEqual(one.Blob.Manifest, other.Blob.Manifest);
    }

    [Fact]
    public async Task T60_A_recording_that_grew_keeps_the_addresses_of_its_full_chunks()
    {
        var key = await _device.Send(new BeginFile(_vault.Vault));

        var before = await _device.Send(new MintChunks(key, Cut(Size)));
        var after = await _device.Send(new MintChunks(key, Cut(Size + 5)));
        Assert.Equal(before[0], after[0]);
        Assert.NotEqual(before[1], after[1]);
    }

    /// <summary>A data directory whose key file holds the keys of the vectors.</summary>
    private static string WithKeys()
    {
        var root = Directory.CreateTempSubdirectory("aurix-test-").FullName;
        using var keys = Vectors.Keys(new Primitives.GeraltSodium());
        var codec = new Keys.KeyFileCodec(new Primitives.CoreSodium());
        new Keys.KeyFile(Directory.CreateDirectory(Path.Combine(root, "crypto")).FullName, codec).Save(new Keys.KeySet(keys, null));
        return root;
    }

    private static byte[] Data(int size) => [.. Enumerable.Range(0, size).Select(index => (byte)(index * 31))];

    private static ImmutableArray<ChunkDraft> Cut(int size)
    {
        var data = Data(size);
        var count = BlobReference.CountChunks(size);
        return [.. Enumerable.Range(0, count).Select(index => new ChunkDraft(
            index,
            index == count - 1,
            data.AsMemory(index * BlobReference.ChunkSize, Math.Min(BlobReference.ChunkSize, size - (index * BlobReference.ChunkSize)))))];
    }

    private FileKey Key(BlobReference blob) => new(_vault.Vault, blob.File, blob.Epoch);

    private async Task<(BlobReference Blob, ImmutableArray<SealedBlob> Chunks, SealedBlob Manifest)> SealAsync(int size)
    {
        var key = await _device.Send(new BeginFile(_vault.Vault));
        var addresses = await _device.Send(new MintChunks(key, Cut(size)));
        var manifest = await _device.Send(new MintManifest(key, size, addresses));
        var blob = new BlobReference(key.File, key.Epoch, manifest, size);
        var chunks = await _device.Send(new SealChunks(blob, Cut(size)));
        Assert.Equal(addresses, chunks.Select(chunk => chunk.Address));
        return (blob, chunks, await _device.Send(new SealManifest(blob, addresses)));
    }

    private async Task AssertRefused(BlobReference blob, int index, SealedBlob chunk)
    {
        var outcome = await _device.Send(new OpenChunk(blob, index, chunk.Address, chunk.Bytes));
        Assert.Equal(RejectionCodes.ChunkInvalid, outcome.Code);
        Assert.True(outcome.Data.IsEmpty);
    }

    private async Task AssertUsage<T>(string code, MediatR.IRequest<T> request) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<Errors.UsageException>(() => _device.Send(request))).Code);
}
