using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Replaces the vault's keys, because a device was lost or a year has gone: a new password, new keys, a new recovery code.</summary>
/// <remarks>
/// Whoever holds the keys of now cannot open what is written afterwards, and what they write is refused by every other device. What they could
/// read before, they can read still. Every other device signs in again with the new password; edits that were made there meanwhile are sealed anew.
/// Syncs first. Cut off, the old or the new password works with the old keys, or the new one with the new; doing it again finishes it.
/// </remarks>
/// <param name="Present">The password of now.</param>
/// <param name="New">The one to come; another.</param>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>, <c>SyncRunning</c>, <c>PasswordSame</c>, <c>DocumentsLeftOut</c>: this device does not hold everything.</exception>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c>: the present password is another.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RotateVault(Secret Present, Secret New) : IRequest<RotationOutcome>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>What replacing the keys did.</summary>
/// <param name="Vault">The vault under its new epoch.</param>
/// <param name="RecoveryCode">The new recovery code, to be shown once; the old one opens nothing any more. The receiver disposes it.</param>
/// <param name="Leaves">Revisions that stay valid under the old keys.</param>
public sealed record RotationOutcome(VaultDescription Vault, Secret RecoveryCode, int Leaves);
