using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>A new recovery key in the old one's place, shown once and kept nowhere.</summary>
internal sealed class RenewRecoveryCodeHandler(VaultIntake intake, KeyCabinet cabinet, SlotEditor slots, ISodium sodium) : IRequestHandler<RenewRecoveryCode, WrappedVault>
{
    public Task<WrappedVault> Handle(RenewRecoveryCode request, CancellationToken cancellationToken)
    {
        var shown = intake.Read(request.Remote, request.Document).Document;
        Span<byte> recovery = stackalloc byte[GuardedKey.Size];
        try
        {
            sodium.Random(recovery);
            using var lease = cabinet.Use();
            return Task.FromResult(new WrappedVault(slots.RenewRecovery(shown, lease.Keys, recovery).Write(), PrintedKey.Recovery.Format(recovery)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(recovery);
        }
    }
}
