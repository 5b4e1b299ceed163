using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Gives an owner who forgot the password a new one, by the recovery code. The code stays good.</summary>
/// <param name="RecoveryCode">As it was printed.</param>
/// <param name="New">The new password.</param>
/// <param name="Through">How to get in on a device that does not sync yet; null on one that does, which logs in as ever.</param>
/// <exception cref="Errors.UsageException"><c>RecoveryCodeInvalid</c>: mistyped; no server was asked. <c>SyncOff</c>, <c>SyncIsOn</c>, <c>SyncRunning</c>.</exception>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c>: a code of another vault, or an old one.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RecoverAccess(Secret RecoveryCode, Secret New, RecoveryEntrance? Through) : IRequest<EnableOutcome>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>The way in for a device without an account.</summary>
/// <param name="Address">Server and database.</param>
/// <param name="User">The account.</param>
/// <param name="ServerPassword">What the server's administrator set the account's password to. It is replaced at once by one that is derived from the new password.</param>
/// <param name="SecretKey">The printed Secret Key, where the database takes one.</param>
public sealed record RecoveryEntrance(string Address, string User, Secret ServerPassword, Secret? SecretKey)
{
    /// <summary>How to get to the server, which has to take the account's password. Kept with the account.</summary>
    public ServerConnection Connection { get; init; } = ServerConnection.Default;

    /// <summary>Ends with the device signed in and no more, as <see cref="EnableSync.AskFirst"/> does.</summary>
    public bool AskFirst { get; init; }
}
