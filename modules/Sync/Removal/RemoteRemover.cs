using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;

namespace Aurix.Platform.Sync.Removal;

/// <summary>Removes what this vault has on a server, as far as an ordinary account can. Goes on where it was cut off, because what is done says so itself.</summary>
/// <remarks>
/// The vault document goes first. Other devices look at it before they do anything, and stop where there is none; if documents went first,
/// their next round would find deletes that no device made, and send everything again.
/// </remarks>
internal sealed class RemoteRemover(ServerDoor door)
{
    private const int BatchSize = 200; // leaves a request, 200 bytes each: larger gains nothing, smaller costs round trips

    public async Task<RemoteRemoval> RunAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        using var client = await door.EnterAsync(account, cancellationToken, SyncAct.Remove);
        var documents = new CouchDatabase(client, account.Address.Database);
        var chunks = new CouchDatabase(client, account.Address.BlobDatabase);
        var count = new RemovalCount();
        await RemoveVaultAsync(documents, new(client, account.Address.Database), count, cancellationToken);
        await RemoveAsync(documents, new(client, account.Address.Database), count, cancellationToken);
        await RemoveAsync(chunks, new(client, account.Address.BlobDatabase), count, cancellationToken);
        await RemoveCheckpointsAsync(client, documents, account, cancellationToken);
        return new(count.Documents, count.Chunks, count.Logs, count.Refused, count.Strangers, Stays(account.Address, count));
    }

    private static async Task RemoveVaultAsync(CouchDatabase documents, LeafRemoval removal, RemovalCount count, CancellationToken cancellationToken)
    {
        if (await documents.GetAsync(VaultDocument.Id, cancellationToken) is { } vault && Revision.TryParse(CouchJson.Text(vault, "_rev"), out var leaf))
        {
            count.Refused += await removal.RunAsync([(VaultDocument.Id, leaf)], cancellationToken);
        }
    }

    private static async Task RemoveAsync(CouchDatabase database, LeafRemoval removal, RemovalCount count, CancellationToken cancellationToken)
    {
        var leaves = new List<(string Id, Revision Leaf)>();
        await foreach (var row in RemoteWalk.RowsAsync(database, cancellationToken))
        {
            if (!count.Note(row))
            {
                continue;
            }

            leaves.AddRange(RemovalCount.Left(row).Select(leaf => (row.Id, leaf)));
            if (leaves.Count >= BatchSize)
            {
                count.Refused += await removal.RunAsync(leaves, cancellationToken);
                leaves.Clear();
            }
        }

        count.Refused += await removal.RunAsync(leaves, cancellationToken);
    }

    // Other devices' are theirs: nobody else knows their names.
    private static async Task RemoveCheckpointsAsync(CouchClient client, CouchDatabase documents, SyncAccount account, CancellationToken cancellationToken)
    {
        var instance = await documents.ReadInstanceAsync(cancellationToken);
        foreach (var push in (bool[])[false, true])
        {
            var id = "_local/" + CheckpointLog.NameOf(account.Client, account.Vault.ToString(), instance, push);
            if (CouchJson.Text(await documents.GetAsync(id, cancellationToken), "_rev") is { } version)
            {
                using var response = await client.SendAsync(
                    () => CouchClient.Request(HttpMethod.Delete, $"{account.Address.Database}/{id}?rev={Uri.EscapeDataString(version)}", null), cancellationToken);
            }
        }
    }

    private static ImmutableArray<string> Stays(RemoteAddress address, RemovalCount count)
    {
        var stays = ImmutableArray.CreateBuilder<string>();
        stays.Add($"The databases {address.Database} and {address.BlobDatabase} and the account: only the server's administrator can delete them.");
        stays.Add("Of each thing that was removed its opaque name, its revision numbers and that it is deleted.");
        stays.Add("The sealed bytes, until the server compacts its files, and whatever its administrator has in backups. Without your keys nobody can open them.");
        stays.Add("Checkpoints of your other devices. These stop at their next round; run 'aurix sync disable' on each.");
        if (count.Strangers > 0)
        {
            stays.Add($"{count.Strangers} documents that no device of this vault wrote.");
        }

        if (count.Refused > 0)
        {
            stays.Add($"{count.Refused} things that the server would not remove; its administrator can delete the databases.");
        }

        return stays.ToImmutable();
    }
}
