using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Puts an invitation into the vault document: one more device may join with its code, without the password, for a few minutes.</summary>
/// <remarks>
/// The code holds this account's login and a key that opens the slot. Whoever reads it while the slot is there gets in as the owner does: to all documents,
/// for good. After the slot is gone a leaked code still logs in at the server, where there are only sealed things, until the password is changed. The time is
/// checked by honest devices and kept by them; a server that kept a copy of the slot keeps it good for whoever has the code.
/// </remarks>
/// <param name="Document">The vault document as the server shows it. It is checked first; slots whose time is over are left out of what comes back.</param>
/// <param name="Lasts">1 to 60 minutes.</param>
/// <exception cref="Errors.VaultException"><c>LoginMissing</c>, and what <see cref="CheckVaultDocument"/> refuses.</exception>
/// <exception cref="Errors.UsageException"><c>InvitationsFull</c>, <c>BadDuration</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record MakeInvitation(BodyBytes Document, TimeSpan Lasts) : IRequest<Invitation>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>An invitation.</summary>
/// <param name="Document">The vault document to write; the code is good once it is there.</param>
/// <param name="Code">To be shown once, to one's own other device. The receiver disposes it.</param>
/// <param name="Until">The first minute in which it is good no more.</param>
public sealed record Invitation(BodyBytes Document, Secret Code, DateTimeOffset Until);

/// <summary>Takes every invitation out of the vault document.</summary>
/// <returns>What to write; null when there is none.</returns>
[RoutedTo(Roles.Crypto)]
public sealed record RemoveInvitations(BodyBytes Document) : IRequest<BodyBytes?>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>Begins a login by an invitation's code in place of a password. End it with <see cref="EndLogin"/>; <see cref="JoinVault"/> opens the vault with it.</summary>
/// <param name="Database">The database on the server.</param>
/// <param name="Code">As it was shown.</param>
/// <exception cref="Errors.UsageException"><c>InvitationInvalid</c>: mistyped.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record BeginInvited(string Database, Secret Code) : IRequest<LoginTicket>;
