using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A log that is longer than what is read each time: what it names is found all the same, and nothing is vouched for twice.</summary>
public sealed class NamedIndexTests
{
    private const int Documents = 4_200; // more than are read from the shelf, so that they are folded into buckets

    [Fact]
    public async Task After_a_folding_one_edit_adds_one_entry_also_when_everything_is_offered_again()
    {
        await using var world = await World.StartAsync();
        for (var start = 0; start < Documents; start += 600)
        {
            await world.A.Mediator.Send(new PutDocuments([.. Enumerable.Range(start, 600).Select(number => new PutDocument(new($"note:{number}"), CanonicalJson.Parse("{}"), null))]));
        }

        await world.A.SyncAsync();
        await world.A.WriteAsync("one more", "1");
        await world.A.SyncAsync();
        await world.A.WriteAsync("another", "1");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal(Documents + 2, await EntriesAsync(world.B));

        // The server is brought back empty: all is sent again, and the logs name it already.
        var vault = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/aurix-vault");
        vault.AsObject().Remove("_rev");
        await world.Server.RecreateAsync();
        await world.Server.SendAsync(HttpMethod.Put, $"{World.Database}/aurix-vault", vault.ToJsonString());
        await world.A.SyncAsync();
        await world.A.Mediator.Send(new AcceptAlarm("HeadRollback", null));
        await world.A.SyncAsync();

        var own = Assert.Single((await world.A.Mediator.Send(new ListDevices())).Where(device => device.IsThis));
        Assert.Equal(Documents + 2, own.Entries);
        Assert.Empty((await world.A.Mediator.Send(new DescribeSync())).Alarms);
    }

    [Fact]
    public async Task A_log_that_is_folded_many_times_names_what_it_named_and_nothing_else()
    {
        await using var world = await World.StartAsync(1);
        const int Published = 70_000; // two foldings while it is caught up with, and a rest
        var entries = Enumerable.Range(0, Published + 40_000).Select(Entry).ToImmutableArray();
        var shelf = new LogShelf(world.A.Mediator);
        var state = new DeviceState("vault", "client", new string('a', 32)) { Entries = Published };
        await shelf.WriteFromAsync(state.Device, 0, entries, CancellationToken.None);

        var index = new NamedIndex(world.A.Mediator, shelf);
        await index.CatchUpAsync(state, CancellationToken.None);
        Assert.False(await index.ContainsAsync(entries[Published].RemoteId, entries[Published].Revision, CancellationToken.None)); // noted, and not published
        await index.AddAsync(state.Device, entries[Published..], CancellationToken.None);

        var again = new NamedIndex(world.A.Mediator, shelf); // from what was folded, and the shelf
        await again.CatchUpAsync(state with { Entries = entries.Length }, CancellationToken.None);
        for (var number = 0; number < entries.Length; number += 997)
        {
            Assert.True(await index.ContainsAsync(entries[number].RemoteId, entries[number].Revision, CancellationToken.None));
            Assert.True(await again.ContainsAsync(entries[number].RemoteId, entries[number].Revision, CancellationToken.None));
            Assert.False(await again.ContainsAsync(entries[number].RemoteId, new Revision(2, entries[number].Revision.Hash), CancellationToken.None));
        }
    }

    private static LogEntry Entry(int number)
    {
        var id = new byte[32];
        BinaryPrimitives.WriteInt32LittleEndian(id, number);
        return new("d" + Base64Url.EncodeToString(id), new Revision(1, RevisionHash.FromBytes(id.AsSpan(0, RevisionHash.Size))), RevisionHash.None, IsTombstone: false);
    }

    private static async Task<long> EntriesAsync(Device device) => (await device.Mediator.Send(new ListDevices())).Sum(other => other.Entries);
}
