using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Seals the list of a file's chunks, which must be the list that the document names.</summary>
internal sealed class SealManifestHandler(KeyCabinet cabinet, FileSealer sealer) : IRequestHandler<SealManifest, SealedBlob>
{
    public Task<SealedBlob> Handle(SealManifest request, CancellationToken cancellationToken)
    {
        FileRules.Check(request.Blob.Size, request.Chunks);
        using var lease = cabinet.Use();
        var file = new FileKey(lease.Keys.Vault, request.Blob.File, request.Blob.Epoch);
        var seal = FileSeal.Manifest(file, request.Blob.Size, request.Chunks.Length);
        var manifest = sealer.Seal(FileRules.Epoch(lease.Keys, file.Epoch), seal, Manifest.Join(request.Chunks));

        // Sent under another address, the file would be lost to every reader of the document.
        return manifest.Address == request.Blob.Manifest
            ? Task.FromResult(manifest)
            : throw new UsageException("ManifestMismatch", "The chunks are not those that the document names.", "Read the document again, then the file.");
    }
}
