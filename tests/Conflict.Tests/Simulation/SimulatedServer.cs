using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>A relay database: CouchDB's trees, without its HTTP.</summary>
internal sealed class SimulatedServer : IAsyncDisposable
{
    private static readonly DatabaseName Relay = new("relay");
    private readonly ModuleHarness _modules = new();

    public static async Task<SimulatedServer> StartAsync()
    {
        var server = new SimulatedServer();
        await server._modules.AddAsync(new StorageModule(), "storage");
        await server._modules.Mediator.Send(new CreateDatabase(Relay, DatabaseKind.Relay));
        return server;
    }

    /// <summary>Every leaf with its body and its ancestors' names, as a replicator gets them.</summary>
    public async Task<ImmutableArray<StoredRevision>> ReadAsync()
    {
        var changes = await _modules.Mediator.Send(new ReadChanges(Relay, LocalSequence.Start, 1000));
        var wanted = changes.Rows.Select(row => new WantedRevision(row.Id, null)).ToImmutableArray();
        return await _modules.Mediator.Send(new ReadRevisions(Relay, wanted, 64));
    }

    public Task WriteAsync(IEnumerable<StoredRevision> revisions) => _modules.Mediator.Send(new GraftRevisions(
        Relay, [.. revisions.Select(revision => new Graft(revision.Id, null, revision.Path, revision.IsTombstone, revision.Body!, []))]));

    public async ValueTask DisposeAsync()
    {
        await _modules.DisposeAsync();
        Directory.Delete(_modules.DataDirectory, recursive: true);
    }
}
