using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Rotation;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Wraps the next keys under the new password and a new recovery key: a thief who holds the present keys may know the old one.</summary>
internal sealed class WrapRotationHandler(KeyCabinet cabinet, RotationBook rotation, LoginBook logins, VaultIntake intake, VaultWrapper wrapper, ISodium sodium)
    : IRequestHandler<WrapRotation, WrappedVault>
{
    public Task<WrappedVault> Handle(WrapRotation request, CancellationToken cancellationToken)
    {
        // Checked like before every sync: the keys that another device put there meanwhile must not be written over.
        var (shown, _) = intake.Read(request.Remote, request.Shown);
        return Task.FromResult(logins.Use(request.Login, login => Wrap(request.Remote, shown, login)));
    }

    private WrappedVault Wrap(RemoteName remote, VaultDocument shown, OpenLogin login)
    {
        if (shown.Mode != login.Mode)
        {
            throw VaultErrors.ProfileMismatch();
        }

        // An array, because a lambda cannot hold a span; pinned, so that there is no second copy of it.
        var recovery = GC.AllocateUninitializedArray<byte>(GuardedKey.Size, pinned: true);
        try
        {
            sodium.Random(recovery);
            var pin = cabinet.SlotPin(remote, shown.Vault); // before the rotation borrows the keys
            return rotation.Wrap(
                present => VaultCheck.NewestSlot(shown, present, pin),
                next => new WrappedVault(wrapper.Wrap(next, login, recovery).Write(), PrintedKey.Recovery.Format(recovery)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(recovery);
        }
    }
}
