using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Apps;

/// <summary>Apps are documents of a relay database that is never served, so that every process on the data folder knows them at once.</summary>
internal sealed class AppStore(IMediator mediator, TimeProvider time)
{
    private static readonly DatabaseName Apps = new("_apps");

    private const int Tries = 5; // somebody else may change the same app; after so many rounds it is not chance any more
    private const int Page = 1000;

    /// <summary>The app; null when there is none.</summary>
    public async Task<App?> FindAsync(string name, CancellationToken cancellationToken) =>
        await ExistsAsync(cancellationToken) ? Read(await WinnerAsync(name, cancellationToken)) : null;

    /// <summary>Gives the app a token; its old one ends.</summary>
    public async Task<Secret> CreateAsync(string name, AppScopes scopes, CancellationToken cancellationToken)
    {
        if (!App.IsValidName(name))
        {
            throw new UsageException("BadAppName", $"'{name}' cannot be the name of an app.", "Take 1 to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first.");
        }

        if (scopes == AppScopes.None)
        {
            throw new UsageException("NoScope", "An app that may do nothing needs no token.", "Name at least one of read, write, sync and admin.");
        }

        await mediator.Send(new CreateDatabase(Apps, DatabaseKind.Relay), cancellationToken);
        var (app, token) = App.Make(name, scopes, time.GetUtcNow());
        return await EditAsync(name, isTombstone: false, app.Write(), cancellationToken) ? Secret.FromCharacters(token) : throw Busy(name);
    }

    /// <summary>Ends the app's token; false when there is no such app.</summary>
    public async Task<bool> RevokeAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) is not null
        && (await EditAsync(name, isTombstone: true, new BodyBytes("{}"u8.ToArray()), cancellationToken) ? true : throw Busy(name));

    public async Task<ImmutableArray<AppDescription>> ListAsync(CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<AppDescription>();
        var since = LocalSequence.Start;
        for (var caughtUp = !await ExistsAsync(cancellationToken); !caughtUp;)
        {
            var changes = await mediator.Send(new ReadChanges(Apps, since, Page), cancellationToken);
            foreach (var row in changes.Rows.Where(row => !row.IsTombstone))
            {
                if (await FindAsync(row.Id.Value, cancellationToken) is { } app)
                {
                    found.Add(new(app.Name, app.Scopes, app.Created));
                }
            }

            (since, caughtUp) = (changes.LastSequence, changes.CaughtUp);
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return found.DrainToImmutable();
    }

    private async Task<bool> EditAsync(string name, bool isTombstone, BodyBytes body, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var winner = await WinnerAsync(name, cancellationToken);
            var edit = new EditRelayDocument(Apps, new DocumentId(name), winner is { IsTombstone: false } ? winner.Revision : null, isTombstone, body, []);
            if (await mediator.Send(edit, cancellationToken) is RelayEditOutcome.Saved)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken) => await mediator.Send(new DescribeDatabase(Apps), cancellationToken) is not null;

    private async Task<StoredRevision?> WinnerAsync(string name, CancellationToken cancellationToken)
    {
        ImmutableArray<WantedRevision> wanted = [new(new DocumentId(name), null)];
        var leaves = await mediator.Send(new ReadRevisions(Apps, wanted, PathLimit: 1), cancellationToken);
        return leaves.IsEmpty ? null : leaves[0];
    }

    private static App? Read(StoredRevision? winner) => winner is { IsTombstone: false, Body: { } body } ? App.Read(winner.Id.Value, body) : null;

    private static StoreException Busy(string name) => new("Busy", $"The app '{name}' is being changed by others again and again.", "Try again.");
}
