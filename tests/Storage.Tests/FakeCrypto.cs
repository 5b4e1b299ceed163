using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

/// <summary>Stands in for the Crypto module: a plain hash over everything the real one covers with keys.</summary>
internal static class FakeCrypto
{
    public static ModuleHarness WithFakeCrypto(this ModuleHarness harness, List<VaultId>? confirmed = null)
    {
        var files = 0;
        return harness
            .Answer<MintRevisions, ImmutableArray<MintedRevision>>(request => Task.FromResult(request.Drafts.Select(draft => Mint(request.Vault, draft)).ToImmutableArray()))
            .Answer<ConfirmVault, VaultDescription>(request =>
            {
                confirmed?.Add(request.Vault);
                return Task.FromResult<VaultDescription>(null!);
            })
            .Answer<BeginFile, FileKey>(request => Task.FromResult(new FileKey(request.Vault, new BlobFileId((UInt128)Interlocked.Increment(ref files)), 1)))
            .Answer<MintChunks, ImmutableArray<BlobAddress>>(request => Task.FromResult(request.Chunks.Select(chunk => Chunk(request.File, chunk)).ToImmutableArray()))
            .Answer<MintManifest, BlobAddress>(request => Task.FromResult(Manifest(request.File, request.Size, request.Chunks)));
    }

    public static MintedRevision Mint(VaultId vault, RevisionDraft draft)
    {
        var hash = Hash(vault, draft.Id.Value, draft.Generation, draft.Parent, draft.IsTombstone, Convert.ToBase64String(draft.Body.Span));
        return new MintedRevision("r" + Convert.ToHexStringLower(Hash(vault, draft.Id.Value)), new Revision(draft.Generation, RevisionHash.FromBytes(hash.AsSpan(0, 16))));
    }

    public static BlobAddress Chunk(FileKey file, ChunkDraft chunk) =>
        BlobAddress.FromBytes(Hash(file.Vault, file.File, chunk.Index, chunk.IsLast, Convert.ToBase64String(SHA256.HashData(chunk.Data.Span))));

    public static BlobAddress Manifest(FileKey file, long size, ImmutableArray<BlobAddress> chunks) =>
        BlobAddress.FromBytes(Hash(file.Vault, file.File, size, string.Join(',', chunks)));

    private static byte[] Hash(params object[] fields) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', fields.Select(field => Convert.ToString(field, CultureInfo.InvariantCulture)))));
}
