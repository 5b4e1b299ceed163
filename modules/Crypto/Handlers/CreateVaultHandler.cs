using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Makes the keys of a new vault, or answers the one that is there: calling twice is calling once.</summary>
internal sealed class CreateVaultHandler(KeyCabinet cabinet) : IRequestHandler<CreateVault, VaultDescription>
{
    public Task<VaultDescription> Handle(CreateVault request, CancellationToken cancellationToken) => Task.FromResult(cabinet.Create());
}
