using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>A re-issue that ends after any of its writes: nothing is lost, store and keys belong together, and joining again finishes it.</summary>
/// <remarks>Every write of a re-issue lies between two messages to Crypto, so the moments before and after each message are all there are.</remarks>
public sealed class ReissueCrashTests
{
    [Fact]
    public async Task A_disk_as_it_was_at_any_moment_of_a_reissue_opens_whole_and_joins_again()
    {
        await using var store = await FilledAsync();
        await TestVault.Joined.StageAsync(store);
        var moments = new List<string>();
        store.Storage.Sending = _ => moments.Add(CopyDisk(store));
        store.Storage.Answered = _ => moments.Add(CopyDisk(store));
        await store.SendAsync(new ReissueVault(TestVault.Joined.Id));

        Assert.Equal(26, moments.Count); // three files of four chunks in all, one page of roots and one of parks, one confirmation
        var owners = new List<bool>();
        foreach (var moment in moments)
        {
            owners.Add(await RestartAsync(moment));
        }

        Assert.Equal(Enumerable.Repeat(false, 24).Concat([true, true]), owners);
    }

    [Fact]
    public async Task A_reissue_that_fails_at_any_message_leaves_the_store_whole_and_joins_again()
    {
        for (var last = 0; last < 13; last++)
        {
            var store = await FilledAsync();
            await TestVault.Joined.StageAsync(store);
            var sent = 0;
            store.Storage.Sending = _ => Fail(sent++ == last);

            await Assert.ThrowsAsync<IOException>(() => store.SendAsync(new ReissueVault(TestVault.Joined.Id)));

            store.Storage.Sending = static _ => { };
            await AssertReadableAsync(store);
            await JoinAsync(store);
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Another_process_that_opens_the_store_during_a_reissue_takes_no_file_away()
    {
        for (var moment = 0; moment < 13; moment++)
        {
            await using var store = await FilledAsync();
            await TestVault.Joined.StageAsync(store);
            var sent = 0;
            store.Storage.Sending = _ =>
            {
                if (sent++ == moment)
                {
                    OpenAndCloseAsync(store).GetAwaiter().GetResult();
                }
            };

            await store.SendAsync(new ReissueVault(TestVault.Joined.Id));

            store.Storage.Sending = static _ => { };
            await AssertWholeAsync(store);
        }
    }

    private static async Task OpenAndCloseAsync(StoreFixture store)
    {
        var other = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time, busyTimeoutSeconds: 0);
        await other.SendAsync(new CountTypes());
        await other.StopAsync();
    }

    private static void Fail(bool now)
    {
        if (now)
        {
            throw new IOException("The power is gone.");
        }
    }

    /// <summary>Four documents: two with files, one in conflict and with a file, one that keeps a loser.</summary>
    private static async Task<StoreFixture> FilledAsync()
    {
        var store = await StoreFixture.WithVaultAsync();
        await AttachAsync(store, "a", "small.txt", Small);
        await AttachAsync(store, "b", "large.bin", Large);
        await AttachAsync(store, "c", "other.txt", Other);
        var first = await store.PutAsync("c", "\"one\"", (await store.GetAsync("c")).Revision);
        await store.PutAsync("c", "\"two\"", first);
        await store.PutAsync("c", "\"three\"", first, allowBranch: true);
        await store.PutAsync("d", "\"shown\"");
        var kept = new Device(0xb).Edit("\"kept\"");
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [Device.Park(kept).Graft(kept.Revision)]));
        return store;
    }

    private static byte[] Small => "small"u8.ToArray();

    private static byte[] Other => "other"u8.ToArray();

    private static byte[] Large => [.. Enumerable.Range(0, BlobReference.ChunkSize + 3).Select(index => (byte)(index % 251))];

    private static async Task AttachAsync(StoreFixture store, string id, string name, byte[] data)
    {
        var file = await BlobTests.UploadAsync(store, DatabaseName.Vault, data, 1 << 20);
        Assert.IsType<PutOutcome.Saved>(await store.SendAsync(new PutDocument(new(id), CanonicalJson.Parse("1"), null)
        {
            Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add(name, new NewAttachment(file.Reference!, "text/plain")),
        }));
    }

    /// <summary>What a power cut leaves: the files without the journal's index, which only lives in memory.</summary>
    private static string CopyDisk(StoreFixture store)
    {
        var copy = Directory.CreateTempSubdirectory("aurix-crash-").FullName;
        foreach (var file in Directory.EnumerateFiles(store.Harness.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(store.Harness.DataDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <returns>Whether the store belonged to the joined vault when it was opened.</returns>
    private static async Task<bool> RestartAsync(string disk)
    {
        await using var store = await StoreFixture.OpenAsync(disk);
        await AssertWholeAsync(store);
        var joined = (await store.SendAsync(new DescribeVault()))!.Vault == TestVault.Joined.Id;
        await JoinAsync(store);
        return joined;
    }

    private static async Task JoinAsync(StoreFixture store)
    {
        await TestVault.Joined.StageAsync(store);
        await store.SendAsync(new ReissueVault(TestVault.Joined.Id));
        Assert.Equal(TestVault.Joined.Id, (await store.SendAsync(new DescribeVault()))!.Vault);
        await AssertWholeAsync(store);
    }

    private static async Task AssertWholeAsync(StoreFixture store)
    {
        await AssertReadableAsync(store);
        await AssertKeysBelongAsync(store);
    }

    private static async Task AssertReadableAsync(StoreFixture store)
    {
        Assert.Equal(["a", "b", "c", "d"], (await store.SendAsync(new ListDocuments(null, 100))).Documents.Select(document => document.Id.Value));
        Assert.Equal(["\"three\"", "\"two\""], await LeavesAsync(store, "c"));
        Assert.Equal(["\"kept\"", "\"shown\""], await LeavesAsync(store, "d"));
        await AssertFileAsync(store, "a", "small.txt", Small);
        await AssertFileAsync(store, "b", "large.bin", Large);
        await AssertFileAsync(store, "c", "other.txt", Other);
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
    }

    private static async Task<IEnumerable<string>> LeavesAsync(StoreFixture store, string id) =>
        (await store.SendAsync(new ReadTree(new(id))))!.Leaves
            .Select(leaf => leaf.Body!.Parked is { } parked ? DocumentBodyCodec.Decode(parked.Body.Utf8) : leaf.Body)
            .Select(body => body.Content.ToText())
            .Order(StringComparer.Ordinal);

    private static async Task AssertFileAsync(StoreFixture store, string id, string name, byte[] data)
    {
        var blob = (await store.GetAsync(id)).Body.Attachments[name].Blob;
        Assert.Equal(data, await BlobTests.ReadAsync(store, DatabaseName.Vault, new BlobKey(blob.Manifest.ToString()), 0, 4 << 20));
    }

    /// <summary>The keys that the device holds mint the very revisions and file addresses that the store holds.</summary>
    private static async Task AssertKeysBelongAsync(StoreFixture store)
    {
        var vault = (await store.SendAsync(new DescribeVault()))!.Vault;
        Assert.Equal(vault, store.Confirmed.Last());
        foreach (var row in (await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 100))).Rows)
        {
            foreach (var leaf in await store.SendAsync(new ReadRevisions(DatabaseName.Vault, [.. row.Leaves.Select(leaf => new WantedRevision(row.Id, leaf.Revision))], 64)))
            {
                var draft = new RevisionDraft(leaf.Id, leaf.Revision.Generation, leaf.Path.Parent?.Hash ?? RevisionHash.None, leaf.IsTombstone, leaf.Body!.Utf8);
                Assert.Equal(new MintedRevision(row.RemoteId!, leaf.Revision), Assert.Single(await store.SendAsync(new MintRevisions(vault, [draft]))));
            }
        }

        var file = (await store.GetAsync("b")).Body.Attachments["large.bin"].Blob;
        var key = new FileKey(vault, file.File, file.Epoch);
        var chunks = await store.SendAsync(new MintChunks(key, [new(0, false, Large.AsMemory(0, BlobReference.ChunkSize)), new(1, true, Large.AsMemory(BlobReference.ChunkSize))]));
        Assert.Equal(file.Manifest, await store.SendAsync(new MintManifest(key, file.Size, chunks)));
    }
}
