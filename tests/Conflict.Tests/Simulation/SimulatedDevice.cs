using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Storage.Vault;
using Aurix.Platform.Sync.Replication;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>A device with the real Crypto, Storage and Conflict, a disk and a clock of its own; the road to the server is walked by hand.</summary>
internal sealed class SimulatedDevice : IAsyncDisposable
{
    private readonly Dictionary<DocumentId, Revision> _displayed = [];
    private readonly SeededActors _actors;
    private readonly SeededFiles _files;
    private readonly string _disk;
    private ModuleHarness _modules = null!;
    private LocalSequence _pushed;

    private SimulatedDevice(string disk, int number, int seed, Fleet fleet)
    {
        _disk = disk;
        _actors = new(seed, number);
        _files = new(seed, number);
        Strategies = fleet.StrategiesOf(number);
        Rule = fleet.Rule;
    }

    public IMediator Mediator => _modules.Mediator;

    public FakeTimeProvider Time { get; private set; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    /// <summary>What is installed here.</summary>
    public List<IConflictStrategy> Strategies { get; }

    private string Rule { get; }

    /// <summary>All devices of a schedule have the same keys: those that a first one made once for all schedules.</summary>
    public static async Task<SimulatedDevice> StartAsync(string disk, int number, int seed, Fleet fleet)
    {
        var device = new SimulatedDevice(disk, number, seed, fleet);
        var keys = Directory.CreateDirectory(Path.Combine(disk, "crypto")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Simulation", "keys")))
        {
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
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

    /// <summary>A copy of the whole disk, as a backup program makes it while the device is off.</summary>
    public async Task BackUpAsync(string folder)
    {
        await _modules.DisposeAsync();
        Replace(_disk, folder);
        await OpenAsync();
    }

    /// <summary>The disk as it was; what the owner had open on the screen is gone, and what was sent is not remembered.</summary>
    /// <param name="folder">The backup.</param>
    /// <param name="withMarker">Whether it was an image of the disk: then the marker is as old as the store, and agrees with it.</param>
    public async Task RestoreAsync(string folder, bool withMarker = false)
    {
        await _modules.DisposeAsync();
        Replace(folder, _disk);
        if (!withMarker)
        {
            File.Delete(Path.Combine(_disk, "storage", "vault.actor")); // a backup of the store alone never agrees with the marker beside it
        }

        _displayed.Clear();
        _pushed = LocalSequence.Start;
        await OpenAsync();
    }

    /// <summary>Edits what the owner last looked at, which may not be a leaf any more. Null when there was nothing to edit.</summary>
    public async Task<Revision?> EditAsync(DocumentId id, Func<JsonObject, JsonObject?> change, bool look)
    {
        if (look || !_displayed.ContainsKey(id))
        {
            await LookAsync(id);
        }

        var known = _displayed.TryGetValue(id, out var parent);
        var old = known ? await Mediator.Send(new GetDocument(id, parent)) as GetOutcome.Found : null;
        var content = old is null or { Body.Deleted: true } ? [] : JsonNode.Parse(old.Body.Content.Utf8.Span)!.AsObject();
        if (change(content) is not { } changed)
        {
            return null;
        }

        var put = new PutDocument(id, CanonicalJson.Parse(changed.ToJsonString()), known ? parent : null) { AllowBranch = true };
        return Remember(id, await Mediator.Send(put));
    }

    /// <summary>Deletes what the document shows; answers what that was, null when there was nothing to delete.</summary>
    public async Task<DocumentBody?> DeleteAsync(DocumentId id) =>
        await ShownAsync(id) is { } shown && Remember(id, await Mediator.Send(new DeleteDocument(id, shown.Revision) { AllowBranch = true })) is not null
            ? shown.Body
            : null;

    /// <summary>Attaches a file to what the document shows; its type is the word. Answers the words of a file it took the place of, null when nothing was attached.</summary>
    public async Task<HashSet<string>?> AttachAsync(DocumentId id, string name, string word)
    {
        if (await ShownAsync(id) is not { } shown)
        {
            return null;
        }

        var blob = await BlobOfAsync(Encoding.UTF8.GetBytes(word));
        var put = new PutDocument(id, null, shown.Revision) { Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add(name, new NewAttachment(blob, $"x/{word}")), AllowBranch = true };
        return Remember(id, await Mediator.Send(put)) is null ? null : WordsOf(shown.Body, name);
    }

    /// <summary>Removes a file from what the document shows; answers the words that went.</summary>
    public async Task<HashSet<string>> DetachAsync(DocumentId id, string name) =>
        await ShownAsync(id) is { } shown && Remember(id, await Mediator.Send(new PutDocument(id, null, shown.Revision) { Detach = [name], AllowBranch = true })) is not null
            ? WordsOf(shown.Body, name)
            : [];

    public Task<NormalisationReport> NormaliseAsync() => Mediator.Send(new NormaliseDocuments { AfterPull = true });

    /// <summary>Takes revisions from the server, all or a part.</summary>
    public Task PullAsync(SimulatedServer server, Func<bool> take) => PullAsync(server, _ => take());

    /// <summary>Takes the revisions of some documents from the server.</summary>
    public async Task PullAsync(SimulatedServer server, Func<DocumentId, bool> take)
    {
        ImmutableArray<Graft> grafts = [.. (await server.ReadAsync()).Select(Graft).Where(graft => take(graft.Id))];
        if (!grafts.IsEmpty)
        {
            await Mediator.Send(new GraftRevisions(DatabaseName.Vault, grafts));
        }
    }

    /// <summary>Sends what changed, in the order of the real road; a connection that breaks leaves a prefix there and moves no checkpoint. Answers what got there.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="atMost">How much gets there.</param>
    /// <param name="acknowledged">Whether the device hears that it got there; otherwise it sends the same again.</param>
    public async Task<ImmutableArray<DocumentBody>> PushAsync(SimulatedServer server, int atMost = int.MaxValue, bool acknowledged = true)
    {
        var changes = await Mediator.Send(new ReadChanges(DatabaseName.Vault, _pushed, 1000));
        if (changes.Rows.IsEmpty)
        {
            return [];
        }

        var remoteIds = changes.Rows.ToDictionary(row => row.Id, row => row.RemoteId!);
        var wanted = PushOrder.Of(changes.Rows, (_, _) => true).ToImmutableArray(); // what is there already goes again: the server has to bear it
        var revisions = await Mediator.Send(new ReadRevisions(DatabaseName.Vault, wanted, 64));
        var sent = revisions.Take(atMost).ToList();
        await server.WriteAsync(sent.Select(revision => revision with { Id = new DocumentId(remoteIds[revision.Id]) }));
        if (atMost >= revisions.Length && acknowledged)
        {
            _pushed = changes.LastSequence;
        }

        return [.. sent.Select(revision => DocumentBodyCodec.Decode(revision.Body!.Utf8))];
    }

    /// <summary>Drops every body that a device may drop.</summary>
    public async Task CompactAsync()
    {
        await Mediator.Send(new NoteSynced("server", _pushed));
        await Mediator.Send(new CompactDatabase(DatabaseName.Vault));
    }

    /// <summary>Each document: every leaf with the very bytes it says, and how many are alive.</summary>
    public async Task<string> StateAsync()
    {
        var lines = new List<string>();
        foreach (var tree in await TreesAsync())
        {
            var leaves = tree.Leaves.Select(leaf => $"{leaf.Revision}{(leaf.IsTombstone ? " park" : "")} {Convert.ToHexString(SHA256.HashData(leaf.Encoded!.Utf8.Span).AsSpan(0, 8))}");
            lines.Add($"{tree.Id} heads {tree.Leaves.Count(leaf => !leaf.IsTombstone)}\n  {string.Join("\n  ", leaves)}");
        }

        return string.Join('\n', lines);
    }

    public async Task<ImmutableArray<DocumentTree>> TreesAsync()
    {
        var documents = (await Mediator.Send(new ListDocuments(null, 1000) { Deleted = DeletedDocuments.Included })).Documents;
        return documents.IsEmpty ? [] : await Mediator.Send(new ReadTrees([.. documents.Select(document => document.Id)]));
    }

    public async ValueTask DisposeAsync() => await _modules.DisposeAsync();

    private async Task OpenAsync()
    {
        _modules = new ModuleHarness(_disk, Time);
        _modules.Answer<ListStrategies, ImmutableArray<StrategyInfo>>(_ => Task.FromResult(Strategies.Select(strategy => strategy.Info).ToImmutableArray()));
        _modules.Answer<ListModules, ImmutableArray<ModuleDescription>>(_ => Task.FromResult<ImmutableArray<ModuleDescription>>([]));
        _modules.Answer<ResolveConflict, MergeOutcome>(request => Task.FromResult(Resolve(request)));
        await _modules.AddAsync(new CryptoModule(), "crypto", replace: services => services.AddSingleton<IRequestHandler<BeginFile, FileKey>>(_files));
        await _modules.AddAsync(
            new StorageModule(),
            "storage",
            new Dictionary<string, string> { ["historyDays"] = "0", ["historyRevisions"] = "1" },
            services => services.AddSingleton<ActorSource>(_actors));
        await _modules.AddAsync(new ConflictModule(), "conflict", new Dictionary<string, string> { ["default"] = Rule });
    }

    // As the host does it: an exception counts as declining.
    private MergeOutcome Resolve(ResolveConflict request)
    {
        try
        {
            return Strategies.First(strategy => strategy.Info.Id == request.Strategy).Merge(request.Input, new MergeFuel(MergeFuel.Default));
        }
        catch (NotSupportedException failure)
        {
            return new MergeOutcome.Decline(failure.Message);
        }
    }

    private static HashSet<string> WordsOf(DocumentBody body, string file) =>
        body.Attachments.TryGetValue(file, out var there) ? [there.MediaType[2..]] : [];

    private async Task<BlobReference> BlobOfAsync(byte[] bytes)
    {
        var upload = await Mediator.Send(new BeginBlob(DatabaseName.Vault));
        await Mediator.Send(new AppendBlob(DatabaseName.Vault, upload, bytes));
        return (await Mediator.Send(new FinishBlob(DatabaseName.Vault, upload))).Reference!;
    }

    private async Task<GetOutcome.Found?> ShownAsync(DocumentId id) =>
        await Mediator.Send(new GetDocument(id)) is GetOutcome.Found { Body.Deleted: false } shown ? shown : null;

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

    private static Graft Graft(StoredRevision stored) =>
        new(DocumentBodyCodec.Decode(stored.Body!.Utf8).Id, stored.Id.Value, stored.Path, stored.IsTombstone, stored.Body!, []) { AuthenticatedParent = stored.Path.Parent };

    private static void Replace(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    /// <summary>The same actors in each repetition of a schedule, and never one twice: a restored device gets another.</summary>
    private sealed class SeededActors(int seed, int device) : ActorSource
    {
        private readonly Random _random = new((seed * 31) + device);

        public override ActorId Next() => new((ulong)_random.NextInt64());
    }

    /// <summary>The same names of files in each repetition.</summary>
    private sealed class SeededFiles(int seed, int device) : IRequestHandler<BeginFile, FileKey>
    {
        private readonly Random _random = new((seed * 37) + device);

        public Task<FileKey> Handle(BeginFile request, CancellationToken cancellationToken)
        {
            var file = new byte[16];
            _random.NextBytes(file);
            return Task.FromResult(new FileKey(request.Vault, BlobFileId.FromBytes(file), Epoch: 1));
        }
    }
}
