using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>The database that a local PouchDB replicates with: a relay in which the vault's documents stand in CouchDB's plain form.</summary>
internal static class MirrorDatabase
{
    public static readonly DatabaseName Name = new("mirror");

    /// <summary>What Storage says of it. It is made where it is not there yet, so that no app finds it missing, however early it asks.</summary>
    public static async Task<DatabaseDescription> OpenAsync(IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new CreateDatabase(Name, DatabaseKind.Relay), cancellationToken);
        return await mediator.Send(new DescribeDatabase(Name), cancellationToken) ?? throw new StoreException("StoreMissing", "The mirror is not there.", "It is made anew by itself.");
    }
}
