using Aurix.Platform.Storage.Vault.Reissue;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class ReissueVaultHandler(Databases databases, VaultReissuer reissuer) : IRequestHandler<ReissueVault, ReissueOutcome>
{
    public async Task<ReissueOutcome> Handle(ReissueVault request, CancellationToken cancellationToken) =>
        await reissuer.ReissueAsync(await databases.RequireVaultAsync(cancellationToken), request.Vault, cancellationToken);
}
