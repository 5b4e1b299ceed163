using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Gateway.Mirror;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>Keeps the <c>_security</c> object of each database, as a local document that never replicates, and lets people in by it.</summary>
internal sealed class DatabaseAccess(IMediator mediator)
{
    /// <summary>The one local document that is the server's own, and not reachable as <c>_local/…</c>.</summary>
    /// <remarks>Just this one: PouchDB names its checkpoints in base64, and one in 64 of them starts with an underscore.</remarks>
    public const string SecurityId = "_security";

    private const int Tries = 5;

    /// <summary>The database for this user.</summary>
    /// <exception cref="CouchError">Not for them; said in the same words whether it exists or not.</exception>
    public async Task<Relay> EnterAsync(Principal user, string name, CancellationToken cancellationToken)
    {
        if (user.Name is null)
        {
            throw CouchError.Unauthorized("Authentication required.");
        }

        if (!IsServed(name))
        {
            throw user.IsAdmin
                ? new CouchError(400, "illegal_database_name", $"Name: '{name}'. Lower-case letters, digits and _ $ ( ) + - only, a letter first, at most 128; and not 'vault' or 'mirror'.")
                : NotYours();
        }

        var database = new DatabaseName(name);
        var description = await mediator.Send(new DescribeDatabase(database), cancellationToken);
        if (description is { Kind: not DatabaseKind.Relay })
        {
            description = null;
        }

        if (user.IsAdmin)
        {
            return new Relay(database, description, MayAdminister: true);
        }

        // Accounts hold derived keys: for administrators only, whatever a security object says.
        if (description is null || database == AccountStore.Users)
        {
            throw NotYours();
        }

        var (security, _) = await ReadAsync(database, cancellationToken);
        return security.MayUse(user) ? new Relay(database, description, security.MayAdminister(user)) : throw NotYours();
    }

    /// <summary>Whether somebody asks for the one document of <c>_users</c> that is their own business, as CouchDB lets them: to read it, or to change the password.</summary>
    public static bool IsOwnAccount(Principal user, Target target, string method) =>
        target is Target.Document document
        && document.Database == AccountStore.Users.Value
        && user is { Name: { } name, IsAdmin: false }
        && document.Id == Account.IdPrefix + name
        && method is ("GET" or "HEAD" or "PUT");

    /// <summary>The accounts, for somebody whose target was found to be their own. What they write there is checked by <see cref="UserDocuments.CheckOwn"/>.</summary>
    public async Task<Relay> EnterOwnAccountAsync(CancellationToken cancellationToken) =>
        new(AccountStore.Users, await mediator.Send(new DescribeDatabase(AccountStore.Users), cancellationToken), MayAdminister: false);

    /// <summary>Whether a database of this name may be reached by devices at all. The owner's documents never are, nor their mirror.</summary>
    public static bool IsServed(string name) =>
        DatabaseName.IsValid(name) && (name[0] != '_' || name == AccountStore.Users.Value) && name != DatabaseName.Vault.Value && name != MirrorDatabase.Name.Value;

    /// <summary>The object as it was written; null when none was.</summary>
    public async Task<BodyBytes?> ReadRawAsync(DatabaseName database, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetLocalDocument(database, SecurityId), cancellationToken))?.Body;

    public Task WriteRawAsync(DatabaseName database, BodyBytes security, CancellationToken cancellationToken) =>
        mediator.Send(new PutLocalDocument(database, SecurityId, security, ExpectedVersion: -1), cancellationToken);

    /// <summary>Makes the database where there is none and the user a member; false when both was so.</summary>
    public async Task<bool> GrantAsync(DatabaseName database, string user, CancellationToken cancellationToken)
    {
        if (!IsServed(database.Value) || !Account.IsValidName(user))
        {
            throw new UsageException("NotGrantable", $"'{database}' cannot be granted to '{user}'.", "Name a relay database and an account.");
        }

        var created = await mediator.Send(new CreateDatabase(database, DatabaseKind.Relay), cancellationToken);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (security, version) = await ReadAsync(database, cancellationToken);
            if (security.Members.Names.Contains(user))
            {
                return created;
            }

            var members = security.Members with { Names = security.Members.Names.Add(user) };
            var granted = (security with { Members = members }).Write();
            if ((await mediator.Send(new PutLocalDocument(database, SecurityId, granted, version), cancellationToken)).Saved)
            {
                return true;
            }
        }

        throw new StoreException("Busy", $"The security of '{database}' is being changed by others again and again.", "Try again.");
    }

    private static CouchError NotYours() => CouchError.Forbidden("You are not allowed to access this db.");

    private async Task<(DatabaseSecurity Security, long? Version)> ReadAsync(DatabaseName database, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new GetLocalDocument(database, SecurityId), cancellationToken);
        return (found is null ? DatabaseSecurity.AdministratorsOnly : DatabaseSecurity.Read(found.Body), found?.Version);
    }
}
