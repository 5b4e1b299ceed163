using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Changes the owner's password: two writes of the vault document and one of the account, however many documents there are.</summary>
/// <remarks>
/// Cut off anywhere, the old or the new password works, and doing it again finishes it. Other devices sign in anew with <see cref="SignIn"/>.
/// It locks out nobody who has the vault's keys already: for a lost device change the keys as well.
/// </remarks>
/// <param name="Present">The password of now.</param>
/// <param name="New">The one to come.</param>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c>: the present password is another.</exception>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>, <c>SyncRunning</c>.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record ChangePassword(Secret Present, Secret New) : IRequest<bool>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
