using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>Creates, removes, describes, sets and lists databases.</summary>
internal sealed class DatabasesHandler(Databases databases)
    : IRequestHandler<CreateDatabase, bool>,
      IRequestHandler<DeleteDatabase, bool>,
      IRequestHandler<DescribeDatabase, DatabaseDescription?>,
      IRequestHandler<SetRevisionsLimit, Unit>,
      IRequestHandler<ListDatabases, ImmutableArray<DatabaseName>>
{
    public Task<bool> Handle(CreateDatabase request, CancellationToken cancellationToken)
    {
        if (request.Kind is not DatabaseKind.Relay || request.Database == DatabaseName.Vault)
        {
            throw new UsageException("NotARelay", "The vault is not created as a database.", "Run 'aurix init' to create the vault.");
        }

        return Task.FromResult(databases.Create(request.Database, vault: null));
    }

    public async Task<bool> Handle(DeleteDatabase request, CancellationToken cancellationToken) => request.Database == DatabaseName.Vault
        ? throw new UsageException("NotARelay", "The vault cannot be removed as a database.", "Remove the data directory if the vault shall go for good.")
        : await databases.DeleteAsync(request.Database, cancellationToken);

    public async Task<DatabaseDescription?> Handle(DescribeDatabase request, CancellationToken cancellationToken) =>
        await databases.FindAsync(request.Database, cancellationToken) is { } database
            ? database.Read(session => MetaSql.Describe(session, database.Name, database.Kind, database.BytesOnDisk))
            : null;

    public async Task<Unit> Handle(SetRevisionsLimit request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, int.MaxValue);
        var relay = await databases.RequireRelayAsync(request.Database, cancellationToken);
        await relay.WriteAsync((session, _) => MetaRow.Change_InTransaction(session, meta => meta with { RevisionsLimit = request.Limit }), cancellationToken);
        return Unit.Value;
    }

    public Task<ImmutableArray<DatabaseName>> Handle(ListDatabases request, CancellationToken cancellationToken) =>
        Task.FromResult(databases.Names().ToImmutableArray());
}
