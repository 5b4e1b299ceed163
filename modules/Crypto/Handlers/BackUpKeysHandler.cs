using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class BackUpKeysHandler(KeyFile file) : IRequestHandler<BackUpKeys, bool>
{
    public Task<bool> Handle(BackUpKeys request, CancellationToken cancellationToken) => Task.FromResult(file.CopyTo(request.Folder));
}
