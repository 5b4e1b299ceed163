using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>A device with the real Crypto, Storage and Conflict, over a disk of its own; the road to the server is walked by hand.</summary>
internal sealed class SimulatedDevice : IAsyncDisposable
{
    private readonly Dictionary<DocumentId, Revision> _displayed = [];
    private readonly IConflictStrategy _strategy;
    private readonly string _disk;
    private ModuleHarness _modules = null!;
    private LocalSequence _pushed;

    private SimulatedDevice(string disk, IConflictStrategy strategy)
    {
        _disk = disk;
        _strategy = strategy;
    }

    public IMediator Mediator => _modules.Mediator;

    public static async Task<SimulatedDevice> StartAsync(IConflictStrategy strategy, SimulatedDevice? sameVaultAs = null)
    {
        var device = new SimulatedDevice(Directory.CreateTempSubdirectory("aurix-sim-").FullName, strategy);
        if (sameVaultAs is not null)
        {
            var keys = Directory.CreateDirectory(Path.Combine(device._disk, "crypto")).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(sameVaultAs._disk, "crypto")))
            {
                File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
            }
        }

        await device.OpenAsync();
        var vault = await device.Mediator.Send(new CreateVault());
        await device.Mediator.Send(new InitialiseVault(vault.Vault));
        return device;
    }

    /// <summary>The device goes down and comes up again.</summary>
    public async Task RestartAsync()
    {
        await _modules.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>Edits what the owner last looked at, which may not be a leaf any more.</summary>
    public async Task<Revision?> EditAsync(DocumentId id, Func<JsonArray, JsonArray> change, bool look)
    {
        if (look || !_displayed.ContainsKey(id))
        {
            await LookAsync(id);
        }

        var known = _displayed.TryGetValue(id, out var parent);
        var old = known ? await Mediator.Send(new GetDocument(id, parent)) as GetOutcome.Found : null;
        var content = old is null or { Body.Deleted: true } ? [] : JsonNode.Parse(old.Body.Content.Utf8.Span)!.AsArray();
        var put = new PutDocument(id, CanonicalJson.Parse(change(content).ToJsonString()), known ? parent : null) { AllowBranch = true };
        return Remember(id, await Mediator.Send(put));
    }

    public async Task DeleteAsync(DocumentId id)
    {
        await LookAsync(id);
        if (_displayed.TryGetValue(id, out var parent))
        {
            Remember(id, await Mediator.Send(new DeleteDocument(id, parent) { AllowBranch = true }));
        }
    }

    public Task<NormalisationReport> NormaliseAsync() => Mediator.Send(new NormaliseDocuments());

    /// <summary>Takes revisions from the server, all or a part.</summary>
    public async Task PullAsync(SimulatedServer server, Func<bool> take)
    {
        var grafts = (await server.ReadAsync()).Where(_ => take()).Select(stored => new Graft(BodyOf(stored).Id, stored.Id.Value, stored.Path, stored.IsTombstone, stored.Body!, [])
        {
            AuthenticatedParent = stored.Path.Parent,
        });
        await Mediator.Send(new GraftRevisions(DatabaseName.Vault, [.. grafts]));
    }

    /// <summary>Sends what changed, parks first; a connection that breaks leaves a prefix there and moves no checkpoint.</summary>
    public async Task PushAsync(SimulatedServer server, int atMost = int.MaxValue)
    {
        var changes = await Mediator.Send(new ReadChanges(DatabaseName.Vault, _pushed, 1000));
        var remoteIds = changes.Rows.ToDictionary(row => row.Id, row => row.RemoteId!);
        var wanted = changes.Rows.SelectMany(row => row.Leaves.Select(leaf => new WantedRevision(row.Id, leaf.Revision))).ToImmutableArray();
        var revisions = await Mediator.Send(new ReadRevisions(DatabaseName.Vault, wanted, 64));
        var ordered = revisions.OrderBy(revision => !revision.IsTombstone).ToList();
        await server.WriteAsync(ordered.Take(atMost).Select(revision => revision with { Id = new DocumentId(remoteIds[revision.Id]) }));
        if (atMost >= ordered.Count)
        {
            _pushed = changes.LastSequence;
        }
    }

    /// <summary>Each document with what it shows and how many live leaves it has.</summary>
    public async Task<string> StateAsync()
    {
        var documents = (await Mediator.Send(new ListDocuments(null, 1000) { Deleted = DeletedDocuments.Included })).Documents;
        return string.Join('\n', documents.Select(document => $"{document.Id} {document.Revision} heads {document.Heads}"));
    }

    /// <summary>Every word that the device can still show its owner: in what a document shows, or in a kept loser.</summary>
    public async Task<HashSet<string>> WordsAsync()
    {
        var words = new HashSet<string>();
        foreach (var document in (await Mediator.Send(new ListDocuments(null, 1000) { Deleted = DeletedDocuments.Included })).Documents)
        {
            var tree = (await Mediator.Send(new ReadTree(document.Id)))!;
            foreach (var leaf in tree.Leaves)
            {
                var body = leaf.Body!.Parked is { } parked ? DocumentBodyCodec.Decode(parked.Body.Utf8) : leaf.Body;
                words.UnionWith(body.Deleted || body.Content.Equals(CanonicalJson.Null) ? [] : JsonNode.Parse(body.Content.Utf8.Span)!.AsArray().Select(word => (string)word!));
            }
        }

        return words;
    }

    public async ValueTask DisposeAsync()
    {
        await _modules.DisposeAsync();
        Directory.Delete(_disk, recursive: true);
    }

    private async Task OpenAsync()
    {
        _modules = new ModuleHarness(_disk);
        _modules.Answer<ListStrategies, ImmutableArray<StrategyInfo>>(_ => Task.FromResult<ImmutableArray<StrategyInfo>>([_strategy.Info with { Id = "aurix.lww" }]));
        _modules.Answer<ListModules, ImmutableArray<ModuleDescription>>(_ => Task.FromResult<ImmutableArray<ModuleDescription>>([]));
        _modules.Answer<ResolveConflict, MergeOutcome>(request => Task.FromResult(_strategy.Merge(request.Input, new MergeFuel(1000))));
        await _modules.AddAsync(new CryptoModule(), "crypto");
        await _modules.AddAsync(new StorageModule(), "storage");
        await _modules.AddAsync(new ConflictModule(), "conflict", new Dictionary<string, string> { ["default"] = "aurix.lww" });
    }

    private async Task LookAsync(DocumentId id)
    {
        if (await Mediator.Send(new GetDocument(id)) is GetOutcome.Found found)
        {
            _displayed[id] = found.Revision;
        }
    }

    private Revision? Remember(DocumentId id, PutOutcome outcome)
    {
        if (outcome is not PutOutcome.Saved saved)
        {
            _displayed.Remove(id); // what the owner looked at is gone from here; they look again
            return null;
        }

        _displayed[id] = saved.Revision;
        return saved.Revision;
    }

    private static DocumentBody BodyOf(StoredRevision stored) => DocumentBodyCodec.Decode(stored.Body!.Utf8);
}
