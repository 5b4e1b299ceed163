using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Opens the list of a file's chunks, if it is the one that the document asks for.</summary>
internal sealed class OpenManifestHandler(KeyCabinet cabinet, FileSealer sealer) : IRequestHandler<OpenManifest, ManifestOutcome>
{
    public Task<ManifestOutcome> Handle(OpenManifest request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        return Task.FromResult(Open(lease.Keys, request));
    }

    private ManifestOutcome Open(VaultKeys keys, OpenManifest request)
    {
        var blob = request.Blob;
        if (!FileRules.IsReadable(blob))
        {
            return new ManifestOutcome(default, RejectionCodes.AttachmentLength);
        }

        if (!keys.TryGetEpoch((uint)blob.Epoch, out var epoch))
        {
            return new ManifestOutcome(default, RejectionCodes.EpochUnknown);
        }

        var seal = FileSeal.Manifest(new FileKey(keys.Vault, blob.File, blob.Epoch), blob.Size, blob.ChunkCount);
        if (sealer.Open(epoch, seal, blob.Manifest, request.Bytes.Span, out var list) is { } refusal)
        {
            return new ManifestOutcome(default, refusal);
        }

        using (list)
        {
            return Read(blob, list!.Memory.Span);
        }
    }

    private static ManifestOutcome Read(BlobReference blob, ReadOnlySpan<byte> list) =>
        list.Length == blob.ChunkCount * Primitives.Sealer.SivSize
            ? new ManifestOutcome(Manifest.Split(list), null)
            : new ManifestOutcome(default, RejectionCodes.AttachmentLength);
}
