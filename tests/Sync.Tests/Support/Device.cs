using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Crypto.Tests;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Strategies.LastWriteWins;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Tests.Support;

/// <summary>A device with the real Crypto, Storage, Conflict and Sync over a disk of its own.</summary>
internal sealed class Device : IAsyncDisposable
{
    private readonly ModuleHarness _modules;

    private Device(ModuleHarness modules, ImpatientTime time)
    {
        _modules = modules;
        Time = time;
    }

    public ImpatientTime Time { get; }

    public string Disk => _modules.DataDirectory;

    public string AccountPath => Path.Combine(Disk, "sync", "account.json");

    public IMediator Mediator => _modules.Mediator;

    /// <param name="disk">Its folder; null for a new one.</param>
    /// <param name="syncSettings">What is configured of Sync.</param>
    /// <param name="clock">Its clock, which a device that follows a server needs; null for one whose delays end at once (<see cref="Time"/>).</param>
    public static async Task<Device> StartAsync(string? disk = null, IReadOnlyDictionary<string, string>? syncSettings = null, TimeProvider? clock = null)
    {
        var time = new ImpatientTime();
        var modules = new ModuleHarness(disk, clock ?? time);
        var strategy = new LastWriteWinsStrategy();
        modules.Answer<ListStrategies, ImmutableArray<StrategyInfo>>(_ => Task.FromResult<ImmutableArray<StrategyInfo>>([strategy.Info]));
        modules.Answer<ListModules, ImmutableArray<ModuleDescription>>(_ => Task.FromResult<ImmutableArray<ModuleDescription>>([]));
        modules.Answer<ResolveConflict, MergeOutcome>(request => Task.FromResult(strategy.Merge(request.Input, new MergeFuel(1000))));
        await modules.AddAsync(new ModuleThatRemembersStretches(), "crypto");
        await modules.AddAsync(new StorageModule(), "storage");
        await modules.AddAsync(new ConflictModule(), "conflict", new Dictionary<string, string> { ["default"] = strategy.Info.Id });
        await modules.AddAsync(new SyncModule(), "sync", syncSettings);
        var vault = await modules.Mediator.Send(new CreateVault());
        await modules.Mediator.Send(new InitialiseVault(vault.Vault));
        return new Device(modules, time);
    }

    public Task<SyncReport> SyncAsync() => Mediator.Send(new SyncNow());

    /// <summary>Whom it signs in as.</summary>
    public string User { get; set; } = World.User;

    public Task<EnableOutcome> EnableAsync(string address, string password = World.Password, bool create = false) => EnableAsync(address, ServerConnection.Default, null, password, create);

    public async Task<EnableOutcome> EnableAsync(string address, ServerConnection connection, string? token = null, string password = World.Password, bool create = false)
    {
        using var secret = Secret.FromCharacters(password);
        using var shown = token is null ? null : Secret.FromCharacters(token);
        return await Mediator.Send(new EnableSync(address, User, secret, create) { Connection = connection, Token = shown });
    }

    public async Task ChangePasswordAsync(string present, string next)
    {
        using var old = Secret.FromCharacters(present);
        using var renewed = Secret.FromCharacters(next);
        await Mediator.Send(new ChangePassword(old, renewed));
    }

    public async Task SignInAsync(string password)
    {
        using var secret = Secret.FromCharacters(password);
        await Mediator.Send(new SignIn(secret));
    }

    /// <summary>Creates the document or edits what it shows.</summary>
    public async Task<Revision> WriteAsync(string id, string json)
    {
        var parent = await Mediator.Send(new GetDocument(new(id))) is GetOutcome.Found found ? found.Revision : (Revision?)null;
        var outcome = await Mediator.Send(new PutDocument(new(id), CanonicalJson.Parse(json), parent));
        return Assert.IsType<PutOutcome.Saved>(outcome).Revision;
    }

    /// <summary>Creates documents that say 1, 2, 3 …</summary>
    public async Task WriteAllAsync(params string[] ids)
    {
        for (var index = 0; index < ids.Length; index++)
        {
            await WriteAsync(ids[index], $"{index + 1}");
        }
    }

    /// <summary>Stores a file and a document that names it.</summary>
    public async Task<BlobReference> AttachAsync(string id, byte[] bytes)
    {
        var upload = await Mediator.Send(new BeginBlob(DatabaseName.Vault));
        foreach (var piece in bytes.Chunk(4 << 20)) // as much as one message may carry
        {
            await Mediator.Send(new AppendBlob(DatabaseName.Vault, upload, piece));
        }

        var blob = (await Mediator.Send(new FinishBlob(DatabaseName.Vault, upload))).Reference!;
        var put = new PutDocument(new(id), CanonicalJson.Parse("{}"), null)
        {
            Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add("file", new NewAttachment(blob, "application/octet-stream")),
        };
        Assert.IsType<PutOutcome.Saved>(await Mediator.Send(put));
        return blob;
    }

    /// <summary>The whole file, or null while a part of it is not here.</summary>
    public async Task<byte[]?> FileAsync(BlobReference blob)
    {
        var piece = await Mediator.Send(new ReadBlob(DatabaseName.Vault, new BlobKey(blob.Manifest.ToString()), 0, (int)blob.Size));
        return piece?.Data.ToArray();
    }

    /// <summary>What the document says, or null when there is none.</summary>
    public async Task<string?> ReadAsync(string id) =>
        await Mediator.Send(new GetDocument(new(id))) is GetOutcome.Found found ? Encoding.UTF8.GetString(found.Body.Content.Utf8.Span) : null;

    public async Task<Revision> RevisionAsync(string id) => Assert.IsType<GetOutcome.Found>(await Mediator.Send(new GetDocument(new(id)))).Revision;

    /// <summary>The id that the document goes by on the server.</summary>
    public async Task<string> RemoteIdAsync(string id)
    {
        var changes = await Mediator.Send(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 1000));
        return changes.Rows.Single(row => row.Id.Value == id).RemoteId!;
    }

    /// <summary>Each document with what it shows and how many leaves it has.</summary>
    public async Task<string> StateAsync()
    {
        var documents = (await Mediator.Send(new ListDocuments(null, 1000) { Deleted = DeletedDocuments.Included })).Documents;
        return string.Join('\n', documents.Select(document => $"{document.Id} {document.Revision} heads {document.Heads} parked {document.Parked}"));
    }

    /// <summary>Every revision of every document, byte for byte.</summary>
    public async Task<string> EverythingAsync()
    {
        var text = new StringBuilder();
        foreach (var row in (await Mediator.Send(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 1000))).Rows.OrderBy(row => row.Id.Value, StringComparer.Ordinal))
        {
            foreach (var node in (await Mediator.Send(new ReadTree(row.Id)))!.Nodes)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{row.Id} {node.Revision} on {node.Parent} leaf {node.IsLeaf} tombstone {node.IsTombstone} {(node.Encoded is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : "")}");
            }
        }

        return text.ToString();
    }

    public async Task<ImmutableArray<QuarantineEntry>> QuarantineAsync() =>
        [.. (await Mediator.Send(new ListQuarantine(1000))).Select(entry => entry.What)];

    public async Task<string[]> RefusalsAsync() => [.. (await QuarantineAsync()).Select(entry => entry.Code).Order(StringComparer.Ordinal)];

    /// <summary>The codes of the alarms that stand.</summary>
    public async Task<string[]> AlarmsAsync() => [.. (await Mediator.Send(new ListAlarms())).Select(alarm => alarm.Code).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Who this device is.</summary>
    public async Task<VaultDevice> SelfAsync() => (await Mediator.Send(new ListDevices())).Single(device => device.IsThis);

    /// <summary>What this device knows of another one.</summary>
    public async Task<VaultDevice> KnowsAsync(Device other)
    {
        var id = (await other.SelfAsync()).Device;
        return (await Mediator.Send(new ListDevices())).Single(device => device.Device == id);
    }

    /// <summary>What this device's head and the first piece of its log are called on the server.</summary>
    public async Task<(string Head, string Log)> NamesAsync()
    {
        var names = await Mediator.Send(new NameDeviceDocuments((await SelfAsync()).Device, 0, 1));
        return (names.Head, names.Segments[0]);
    }

    public ValueTask DisposeAsync() => _modules.DisposeAsync();
}
