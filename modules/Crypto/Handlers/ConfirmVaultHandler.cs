using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Storage decides which vault its documents belong to; the keys follow.</summary>
internal sealed class ConfirmVaultHandler(KeyCabinet cabinet) : IRequestHandler<ConfirmVault, VaultDescription>
{
    public Task<VaultDescription> Handle(ConfirmVault request, CancellationToken cancellationToken) => Task.FromResult(cabinet.Confirm(request.Vault));
}
