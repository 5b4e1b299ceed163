using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Names a file by the list of its chunks.</summary>
internal sealed class MintManifestHandler(KeyCabinet cabinet, FileSealer sealer) : IRequestHandler<MintManifest, BlobAddress>
{
    public Task<BlobAddress> Handle(MintManifest request, CancellationToken cancellationToken)
    {
        FileRules.Check(request.Size, request.Chunks);
        using var lease = cabinet.Use(request.File.Vault);
        var epoch = FileRules.Epoch(lease.Keys, request.File.Epoch);
        var seal = FileSeal.Manifest(request.File, request.Size, request.Chunks.Length);
        return Task.FromResult(sealer.Mint(epoch, seal, Manifest.Join(request.Chunks)));
    }
}
