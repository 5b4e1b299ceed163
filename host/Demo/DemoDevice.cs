using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Demo;

/// <summary>One device of the demo: a host of its own over a folder of its own.</summary>
internal sealed class DemoDevice : IAsyncDisposable
{
    private DemoDevice(AurixHost host) => Host = host;

    public AurixHost Host { get; }

    public static async Task<DemoDevice> StartAsync(string folder, string modules, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var settings = new HostSettings(folder, modules, ImmutableDictionary<string, string>.Empty);
        return new(await new HostBuilder(settings, logging, TimeProvider.System).BuildAsync(cancellationToken));
    }

    public async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        var vault = await Host.Mediator.Send(new CreateVault(), cancellationToken);
        await Host.Mediator.Send(new InitialiseVault(vault.Vault), cancellationToken);
    }

    /// <summary>Saves content on what the document shows now.</summary>
    public async Task<Revision> SaveAsync(DocumentId id, string type, CanonicalJson content, CancellationToken cancellationToken, NewAttachment? file = null, string fileName = "")
    {
        var put = new PutDocument(id, content, (await FindAsync(id, cancellationToken))?.Revision) { Type = new DocumentType(type) };
        put = file is null ? put : put with { Attach = put.Attach.Add(fileName, file) };
        var outcome = await Host.Mediator.Send(put, cancellationToken);
        return outcome is PutOutcome.Saved saved ? saved.Revision : throw new DemoFailure($"{id} was not saved: {outcome.GetType().Name}.");
    }

    public async Task<GetOutcome.Found?> FindAsync(DocumentId id, CancellationToken cancellationToken) =>
        await Host.Mediator.Send(new GetDocument(id), cancellationToken) as GetOutcome.Found;

    public async Task EnableAsync(string address, string user, string password, bool first, CancellationToken cancellationToken)
    {
        using var secret = new Secret(Encoding.UTF8.GetBytes(password));
        var outcome = await Host.Mediator.Send(new EnableSync(address, user, secret, first), cancellationToken);
        outcome.RecoveryCode?.Dispose();
    }

    public Task<SyncReport> SyncAsync(CancellationToken cancellationToken) => Host.Mediator.Send(new SyncNow(), cancellationToken);

    /// <summary>Every document with its revision and what it says: equal texts, equal devices.</summary>
    public async Task<string> StateAsync(CancellationToken cancellationToken)
    {
        var state = new StringBuilder();
        foreach (var document in (await Host.Mediator.Send(new ListDocuments(null, 1000) { Deleted = DeletedDocuments.Included }, cancellationToken)).Documents)
        {
            var found = await FindAsync(document.Id, cancellationToken);
            state.Append(document.Id).Append(' ').Append(document.Revision).Append(' ').Append(document.Heads).Append(' ').AppendLine(found?.Body.Content.ToText());
        }

        return state.ToString();
    }

    /// <summary>Writes an attached file out and hashes it.</summary>
    public async Task<string> ExtractAsync(DocumentId id, string name, string path, CancellationToken cancellationToken)
    {
        var found = await FindAsync(id, cancellationToken) ?? throw new DemoFailure($"{id} is not there.");
        await BlobFile.ExtractAsync(Host, found.Body.Attachments[name], path, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, cancellationToken)));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
