using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Reads a server as its administrator could: without a key, only what is stored (crypto.md §3.6).</summary>
internal sealed class LeakAudit(RemoteVault remote)
{
    private const int MostStrangers = 100; // named; the others are counted
    private const int EpochAt = 4; // in an envelope's header

    private readonly Tally _edits = new();
    private readonly Tally _sizes = new();
    private readonly Tally _epochs = new();
    private readonly List<string> _strangers = [];
    private long _documents;
    private long _deleted;
    private long _branched;
    private long _leaves;
    private long _logs;
    private long _heads;
    private long _strangerCount;

    public async Task<LeakReport> RunAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        await foreach (var (_, given) in RemoteWalk.LeavesAsync(remote.Documents, CountAsync(cancellationToken), cancellationToken))
        {
            Look(given);
        }

        return new LeakReport(
            account.Address.ToString(),
            account.User,
            [account.Address.Database, account.Address.BlobDatabase],
            new(_documents, _deleted, _branched, _leaves, _edits.Counts, _sizes.Counts, _epochs.Counts),
            await ChunksAsync(cancellationToken),
            Vault(await remote.Documents.GetAsync(VaultDocument.Id, cancellationToken)),
            _logs,
            _heads,
            await CheckpointsAsync(account, cancellationToken),
            [.. _strangers],
            _strangerCount,
            LeakWords.ByWatching);
    }

    private async IAsyncEnumerable<RemoteChange> CountAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in RemoteWalk.RowsAsync(remote.Documents, cancellationToken))
        {
            if (RemoteNames.IsDocument(row.Id))
            {
                _documents++;
                _branched += row.Revisions.Length > 1 ? 1 : 0;
                _deleted += row.IsDeleted ? 1 : 0;
                _edits.Add(row.Revisions.Select(text => Revision.TryParse(text, out var revision) ? revision.Generation : 0).DefaultIfEmpty().Max());
                yield return row;
            }
            else if (RemoteNames.IsDeviceLog(row.Id))
            {
                _heads += row.Id[0] == 'h' ? 1 : 0;
                _logs += row.Id[0] == 'l' ? 1 : 0;
            }
            else if (row.Id != VaultDocument.Id && ++_strangerCount <= MostStrangers)
            {
                _strangers.Add(RemoteNames.Shorten(row.Id));
            }
        }
    }

    private void Look(ImmutableArray<RemoteRevision> leaves)
    {
        foreach (var leaf in leaves)
        {
            _leaves++;
            if (Decode(leaf.Envelope) is { Length: > EpochAt + sizeof(uint) } envelope)
            {
                _sizes.Add(envelope.Length);
                _epochs.Add(BinaryPrimitives.ReadUInt32LittleEndian(envelope.AsSpan(EpochAt)));
            }
        }
    }

    private async Task<LeakedChunks> ChunksAsync(CancellationToken cancellationToken)
    {
        var (count, bytes, sizes) = (0L, 0L, new Tally());
        await foreach (var chunk in RemoteWalk.ChunksAsync(remote.Chunks, cancellationToken))
        {
            if (RemoteNames.IsChunk(chunk.Id))
            {
                count++;
                bytes += chunk.Bytes;
                sizes.Add(chunk.Bytes);
            }
            else if (++_strangerCount <= MostStrangers)
            {
                _strangers.Add(RemoteNames.Shorten(chunk.Id));
            }
        }

        return new(count, bytes, sizes.Counts);
    }

    // No server lists them to an ordinary account, so only this device's own can be named.
    private async Task<ImmutableArray<string>> CheckpointsAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        var instance = await remote.Documents.ReadInstanceAsync(cancellationToken);
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var push in (bool[])[false, true])
        {
            var name = "_local/" + CheckpointLog.NameOf(account.Client, account.Vault.ToString(), instance, push);
            if (await remote.Documents.GetAsync(name, cancellationToken) is not null)
            {
                names.Add(name);
            }
        }

        return names.ToImmutable();
    }

    private static LeakedVault? Vault(JsonObject? document)
    {
        var slots = CouchJson.Member(document, "slots");
        if (Decode(CouchJson.Text(document, "ring")) is not { } ring || CouchJson.Member(slots, "pw") is not JsonArray passwords)
        {
            return null;
        }

        var mode = CouchJson.Member(document, "mode") is JsonValue number && number.TryGetValue<long>(out var value) ? value : 0;
        return new(mode, [.. passwords.Select(slot => Generation(Decode(CouchJson.Text(slot))))], Generation(Decode(CouchJson.Text(slots, "rec"))), Generation(ring), ring.Length);
    }

    // Behind the header of eight bytes.
    private static long Generation(byte[]? wrapped) => wrapped is { Length: >= 12 } ? BinaryPrimitives.ReadUInt32LittleEndian(wrapped.AsSpan(8)) : 0;

    private static byte[]? Decode(string? text) => text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
