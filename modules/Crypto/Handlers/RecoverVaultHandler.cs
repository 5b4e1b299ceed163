using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Opens a server's vault with the recovery code in place of the password.</summary>
internal sealed class RecoverVaultHandler(KeyCabinet cabinet, VaultWrapper wrapper) : IRequestHandler<RecoverVault, VaultDescription>
{
    public Task<VaultDescription> Handle(RecoverVault request, CancellationToken cancellationToken)
    {
        Span<byte> recovery = stackalloc byte[GuardedKey.Size];
        try
        {
            PrintedKey.Recovery.Parse(request.RecoveryCode, recovery);
            var document = VaultDocument.Read(request.Document);
            var keys = wrapper.OpenWithRecovery(document, recovery, cabinet.SlotPin(request.Remote, document.Vault)) ?? throw VaultErrors.SlotInvalid();
            return Task.FromResult(cabinet.Admit(request.Remote, keys));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(recovery);
        }
    }
}
