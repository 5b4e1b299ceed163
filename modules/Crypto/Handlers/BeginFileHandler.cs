using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>A new file gets a random id of its own, so that equal files have nothing in common on the server.</summary>
internal sealed class BeginFileHandler(KeyCabinet cabinet, ISodium sodium) : IRequestHandler<BeginFile, FileKey>
{
    public Task<FileKey> Handle(BeginFile request, CancellationToken cancellationToken)
    {
        Span<byte> file = stackalloc byte[16];
        sodium.Random(file);
        using var lease = cabinet.Use(request.Vault);
        return Task.FromResult(new FileKey(request.Vault, BlobFileId.FromBytes(file), lease.Keys.Current.Number));
    }
}
