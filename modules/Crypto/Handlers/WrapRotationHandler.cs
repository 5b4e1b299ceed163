using System.Security.Cryptography;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Rotation;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Wraps the next keys under the new password and a new recovery key: a thief who holds the present keys may know the old one.</summary>
internal sealed class WrapRotationHandler(RotationBook rotation, LoginBook logins, VaultWrapper wrapper, ISodium sodium)
    : IRequestHandler<WrapRotation, WrappedVault>
{
    public Task<WrappedVault> Handle(WrapRotation request, CancellationToken cancellationToken)
    {
        var shown = VaultDocument.Read(request.Shown);
        return Task.FromResult(logins.Use(request.Login, kek => Wrap(shown, kek)));
    }

    private WrappedVault Wrap(VaultDocument shown, GuardedKey kek)
    {
        // An array, because a lambda cannot hold a span; pinned, so that there is no second copy of it.
        var recovery = GC.AllocateUninitializedArray<byte>(GuardedKey.Size, pinned: true);
        try
        {
            sodium.Random(recovery);
            return rotation.Wrap(
                present => VaultCheck.NewestSlot(shown, present),
                next => new WrappedVault(wrapper.Wrap(next, kek.Bytes, recovery).Write(), RecoveryCode.Format(recovery)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(recovery);
        }
    }
}
