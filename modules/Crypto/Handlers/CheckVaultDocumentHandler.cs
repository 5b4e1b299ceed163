using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Before every sync: is it still our vault, and nothing older? A newer key ring of it is kept.</summary>
internal sealed class CheckVaultDocumentHandler(VaultIntake intake) : IRequestHandler<CheckVaultDocument, VaultDescription>
{
    public Task<VaultDescription> Handle(CheckVaultDocument request, CancellationToken cancellationToken) => Task.FromResult(intake.Read(request.Remote, request.Document).Vault);
}
