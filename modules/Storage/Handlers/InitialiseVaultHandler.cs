using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class InitialiseVaultHandler(Databases databases) : IRequestHandler<InitialiseVault, bool>
{
    public async Task<bool> Handle(InitialiseVault request, CancellationToken cancellationToken)
    {
        var created = databases.Create(DatabaseName.Vault, request.Vault);

        // Opening tells Crypto whose documents these are.
        await databases.RequireVaultAsync(cancellationToken);
        return created;
    }
}
