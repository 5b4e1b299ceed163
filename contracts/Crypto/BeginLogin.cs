using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Stretches a password (Argon2id, 256 MiB, about a second) and splits it: one half logs in, the other half never leaves Crypto.</summary>
/// <remarks>No number in this comes from a server. End it with <see cref="EndLogin"/>, which wipes the key half.</remarks>
/// <param name="User">The account: <c>[a-z0-9_.-]{1,64}</c>.</param>
/// <param name="Database">The database's name on the server: <c>[a-z][a-z0-9_-]{0,62}</c>.</param>
/// <param name="Password">8 to 1024 bytes after normalisation.</param>
/// <exception cref="Errors.UsageException">The user, the database or the password is out of range, or the Secret Key was mistyped.</exception>
/// <exception cref="Errors.VaultException"><c>KdfProfileMismatch</c>: the database's name asks for a Secret Key and there is none, or the reverse (ADR 0011).</exception>
[RoutedTo(Roles.Crypto)]
public sealed record BeginLogin(string User, string Database, Secret Password) : IRequest<LoginTicket>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }

    /// <summary>The Secret Key as it was printed. Null takes the one that this device keeps for the database, if any.</summary>
    public Secret? SecretKey { get; init; }
}

/// <summary>A login in progress.</summary>
/// <param name="Number">Names it towards Crypto.</param>
/// <param name="ServerPassword">What the server gets to know as this account's password: 43 characters. The receiver disposes it.</param>
public sealed record LoginTicket(long Number, Secret ServerPassword);

/// <summary>Ends a login and wipes its keys. Unknown numbers are no error.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record EndLogin(long Number) : IRequest<bool>;

/// <summary>Wraps this device's vault for the server: the document <c>aurix-vault</c>, and a recovery code to be shown once.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record WrapVault(long Login) : IRequest<WrappedVault>;

/// <summary>A wrapped vault.</summary>
/// <param name="Document">The JSON object to store as <c>aurix-vault</c>, without <c>_</c> members.</param>
/// <param name="RecoveryCode">Opens the vault without the password. Shown once, never stored; the receiver disposes it.</param>
public sealed record WrappedVault(BodyBytes Document, Secret RecoveryCode);

/// <summary>Opens the server's vault document with the password. Its keys are staged when it is another vault than this device's.</summary>
/// <param name="Login">The login.</param>
/// <param name="Document">The JSON object found as <c>aurix-vault</c>.</param>
/// <returns>The vault on the server; <see cref="ConfirmVault"/> makes it the device's own.</returns>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c> (wrong password or tampered, nobody can tell), <c>KdfProfileMismatch</c>, <c>KeyringRollback</c>, <c>VaultMalformed</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record JoinVault(long Login, BodyBytes Document) : IRequest<VaultDescription>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>Checks, before every sync, that the server still shows this device's vault and no older key ring.</summary>
/// <exception cref="Errors.VaultException"><c>VaultMismatch</c>, <c>KeyringRollback</c>, <c>VaultMalformed</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record CheckVaultDocument(BodyBytes Document) : IRequest<VaultDescription>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
