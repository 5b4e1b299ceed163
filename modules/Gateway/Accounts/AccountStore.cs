using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>Accounts are documents of the relay database <c>_users</c>, as in CouchDB.</summary>
internal sealed class AccountStore(IMediator mediator, Passwords passwords)
{
    public static readonly DatabaseName Users = new("_users");

    /// <summary>Somebody else may edit the same account; after so many rounds it is not chance any more.</summary>
    private const int Tries = 5;

    /// <summary>The account, null when there is none or it cannot log in.</summary>
    public async Task<Account?> FindAsync(string name, CancellationToken cancellationToken)
    {
        // A name that could not be an account takes the same way to the same answer.
        if (!Account.IsValidName(name) || await mediator.Send(new DescribeDatabase(Users), cancellationToken) is null)
        {
            return null;
        }

        var leaf = await WinnerAsync(name, cancellationToken);
        return leaf is { IsTombstone: false, Body: { } body } && Account.Read(body) is { } account && account.Name == name ? account : null;
    }

    /// <summary>Makes the account or gives it this password and standing; true when it is new.</summary>
    public async Task<bool> SetAsync(string name, Secret password, bool isAdmin, CancellationToken cancellationToken)
    {
        if (!Account.IsValidName(name))
        {
            throw new UsageException("BadAccountName", $"'{name}' cannot be the name of an account.", "Take 1 to 128 characters without a colon, not starting with an underscore.");
        }

        await mediator.Send(new CreateDatabase(Users, DatabaseKind.Relay), cancellationToken);
        var hash = await passwords.HashAsync(password.Utf8.ToArray(), cancellationToken);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var winner = await WinnerAsync(name, cancellationToken);
            var existing = winner is { IsTombstone: false, Body: { } body } ? Account.Read(body) : null;
            var roles = (existing?.Roles ?? []).Remove(Principal.AdminRole);
            var account = new Account(name, isAdmin ? [Principal.AdminRole, .. roles] : roles, hash);
            var edit = new EditRelayDocument(Users, Account.IdOf(name), existing is null ? null : winner!.Revision, IsTombstone: false, account.Write(), []);
            if (await mediator.Send(edit, cancellationToken) is RelayEditOutcome.Saved)
            {
                return existing is null;
            }
        }

        throw new StoreException("Busy", $"The account '{name}' is being changed by others again and again.", "Try again.");
    }

    private async Task<StoredRevision?> WinnerAsync(string name, CancellationToken cancellationToken)
    {
        ImmutableArray<WantedRevision> wanted = [new(Account.IdOf(name), null)];
        var leaves = await mediator.Send(new ReadRevisions(Users, wanted, PathLimit: 1), cancellationToken);
        return leaves.IsEmpty ? null : leaves[0];
    }
}
