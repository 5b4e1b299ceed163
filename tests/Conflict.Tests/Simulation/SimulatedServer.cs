using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>CouchDB's trees without its HTTP: known revisions are ignored, the first body wins, bodies of ancestors vanish, the far past is cut off.</summary>
/// <remarks>One relay database in one process; so what a device sends arrives whole or not at all, and the schedule says which part it sends.</remarks>
internal sealed class SimulatedServer : IAsyncDisposable
{
    private static readonly DatabaseName Relay = new("relay");
    private readonly ModuleHarness _modules;

    private SimulatedServer(string disk) => _modules = new ModuleHarness(disk);

    public static async Task<SimulatedServer> StartAsync(string disk)
    {
        var server = new SimulatedServer(disk);
        await server._modules.AddAsync(new StorageModule(), "storage");
        await server._modules.Mediator.Send(new CreateDatabase(Relay, DatabaseKind.Relay));
        return server;
    }

    /// <summary>Every leaf with its body and its ancestors' names, as a replicator gets them.</summary>
    public async Task<ImmutableArray<StoredRevision>> ReadAsync()
    {
        var changes = await _modules.Mediator.Send(new ReadChanges(Relay, LocalSequence.Start, 1000));
        var wanted = changes.Rows.Select(row => new WantedRevision(row.Id, null)).ToImmutableArray();
        return wanted.IsEmpty ? [] : await _modules.Mediator.Send(new ReadRevisions(Relay, wanted, 64));
    }

    public async Task WriteAsync(IEnumerable<StoredRevision> revisions)
    {
        ImmutableArray<Graft> grafts = [.. revisions.Select(revision => new Graft(revision.Id, null, revision.Path, revision.IsTombstone, revision.Body!, []))];
        if (!grafts.IsEmpty)
        {
            await _modules.Mediator.Send(new GraftRevisions(Relay, grafts));
        }
    }

    /// <summary>From now on a branch is cut to this many revisions when it changes (<c>_revs_limit</c>).</summary>
    public Task StemAsync(int limit) => _modules.Mediator.Send(new SetRevisionsLimit(Relay, limit));

    public Task CompactAsync() => _modules.Mediator.Send(new CompactDatabase(Relay));

    public ValueTask DisposeAsync() => _modules.DisposeAsync();
}
