using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class UnprotectVaultHandler(KeyCabinet cabinet) : IRequestHandler<UnprotectVault, bool>
{
    public Task<bool> Handle(UnprotectVault request, CancellationToken cancellationToken) => Task.FromResult(cabinet.Unprotect());
}
