using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The owner opts in: logs in, joins the vault on the server or makes it, and remembers the account. Sends no document yet.</summary>
/// <param name="Address">Such as <c>https://host/aurix-k3f9q2mz</c>: server and database.</param>
/// <param name="User">The account.</param>
/// <param name="Password">The owner's password, of which the server gets to know only a value derived from it; or the code of an invitation.</param>
/// <param name="CreateVault">True on the first device only: a vault that is not there is never made unasked.</param>
/// <exception cref="Errors.VaultException">Wrong password, no vault on the server, or one already.</exception>
/// <exception cref="Errors.RemoteRefusedException">The server refused the login, or is no CouchDB.</exception>
/// <exception cref="Errors.RemoteUnavailableException">The server cannot be reached.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record EnableSync(string Address, string User, Secret Password, bool CreateVault) : IRequest<EnableOutcome>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }

    /// <summary>The printed Secret Key, for a database whose name ends in <c>-sk</c> (ADR 0011). Null takes the one this device keeps.</summary>
    public Secret? SecretKey { get; init; }

    /// <summary>How to get to the server. Kept with the account.</summary>
    public ServerConnection Connection { get; init; } = ServerConnection.Default;

    /// <summary>The token for <see cref="ServerAuth.Bearer"/>. The account's password on the server is then neither used nor replaced.</summary>
    public Secret? Token { get; init; }

    /// <summary>Ends with the device signed in and no more: documents leave it after <see cref="ConfirmSync"/>, when its owner has seen which.</summary>
    public bool AskFirst { get; init; }

    /// <summary>Whether the password is an invitation's code (N1…), made by <see cref="Invite"/> on another device.</summary>
    public bool IsInvitation { get; init; }

    /// <summary>What the server knows as the account's password so far, when it is not derived from the owner's. It is replaced in the course of this.</summary>
    public Secret? ServerPassword { get; init; }
}

/// <summary>What opting in did.</summary>
/// <param name="Vault">The vault that this device now belongs to.</param>
/// <param name="RecoveryCode">Only after the vault was made: to be shown once. The receiver disposes it.</param>
/// <param name="Reissued">What was rewritten because this device joined with documents of its own; null when nothing had to be.</param>
public sealed record EnableOutcome(VaultId Vault, Secret? RecoveryCode, ReissueOutcome? Reissued);

/// <summary>The owner opts out: the account is forgotten, nothing is sent any more. Local documents and the server's copy stay (<see cref="RemoveRemote"/> is for that).</summary>
/// <returns>False when sync was off.</returns>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record DisableSync : IRequest<bool>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
