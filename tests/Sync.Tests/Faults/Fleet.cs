using System.Collections.Concurrent;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Faults;

/// <summary>Devices that write, delete, attach and sync by a seed, and what they were told is kept.</summary>
internal sealed class Fleet(World world, int seed)
{
    private const int MostRounds = 12; // logs are read again and what was refused is offered again within a few

    private const string Deleted = "null"; // what a deleted document says

    private readonly Random _chance = new(seed);
    private readonly HashSet<string> _words = []; // acknowledged, and in nothing that was deleted since
    private readonly List<(BlobReference Blob, byte[] Bytes)> _files = [];
    private int _written;

    /// <summary>How rounds ended, by the code of their error.</summary>
    public ConcurrentDictionary<string, int> Endings { get; } = new();

    /// <summary>So many things happen, one after the other or all devices at once.</summary>
    public async Task LiveAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var index = _chance.Next(world.Devices.Length);
            var device = world.Devices[index];
            switch (_chance.Next(16))
            {
                case < 7:
                    await WriteAsync(device);
                    break;
                case 7:
                    await DeleteAsync(device);
                    break;
                case 8:
                    await AttachAsync(device);
                    break;
                case 9:
                    await world.RestartAsync(index);
                    break;
                case < 12:
                    await Task.WhenAll(world.Devices.Select(TryRoundAsync));
                    await AssertCheckpointsAsync();
                    break;
                default:
                    await TryRoundAsync(device);
                    await AssertCheckpointsAsync();
                    break;
            }
        }
    }

    /// <summary>Rounds over a good road until nothing moves any more. What was refused waits for a day, so a day passes.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var moved = false;
            foreach (var device in world.Devices)
            {
                var report = await device.SyncAsync();
                moved |= report.DocumentsPulled + report.DocumentsPushed + report.ChunksPulled + report.ChunksPushed > 0;
            }

            if (round == 2)
            {
                foreach (var device in world.Devices)
                {
                    device.Time.Advance(TimeSpan.FromHours(25));
                }
            }
            else if (round > 3 && !moved)
            {
                return;
            }
        }

        Assert.Fail("the devices do not come to rest");
    }

    public async Task AssertNothingIsLostAsync()
    {
        var states = await Task.WhenAll(world.Devices.Select(device => device.StateAsync()));
        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
        Assert.DoesNotContain("heads 2", states[0], StringComparison.Ordinal);
        await AssertCheckpointsAsync();
        foreach (var device in world.Devices)
        {
            Assert.Empty(await device.AlarmsAsync());
            Assert.Empty(await device.QuarantineAsync());
            var leaves = string.Join('\n', (await device.EverythingAsync()).Split('\n').Where(line => line.Contains(" leaf True ", StringComparison.Ordinal)));
            Assert.All(_words, word => Assert.Contains(word, leaves, StringComparison.Ordinal));
            foreach (var (blob, bytes) in _files)
            {
                Assert.Equal(bytes, await device.FileAsync(blob));
            }
        }
    }

    // Adds a word to what the document shows.
    private async Task WriteAsync(Device device)
    {
        var (id, word) = ($"note {_chance.Next(5)}", $"word-{seed}-{++_written}-");
        var shown = await device.ReadAsync(id) is { } text and not Deleted ? Words(text) : [];
        var padding = new string((char)('a' + _chance.Next(26)), _chance.Next(8) == 0 ? 200_000 : 200);
        await device.WriteAsync(id, $$"""{"padding":"{{padding}}","words":"{{string.Join(' ', [.. shown, word])}}"}""");
        _words.Add(word);
    }

    // Whoever deletes means what they see.
    private async Task DeleteAsync(Device device)
    {
        var id = $"note {_chance.Next(5)}";
        if (await device.ReadAsync(id) is { } text and not Deleted)
        {
            Assert.IsType<PutOutcome.Saved>(await device.Mediator.Send(new DeleteDocument(new(id), await device.RevisionAsync(id))));
            _words.ExceptWith(Words(text));
        }
    }

    private async Task AttachAsync(Device device)
    {
        var bytes = new byte[_chance.Next(3) == 0 ? 2_500_000 : 5_000];
        _chance.NextBytes(bytes);
        _files.Add((await device.AttachAsync($"file {++_written}", bytes), bytes));
    }

    private async Task TryRoundAsync(Device device)
    {
        var ending = "ended well";
        try
        {
            await device.SyncAsync();
        }
        catch (AurixException trouble)
        {
            ending = trouble.Code;
        }

        Endings.AddOrUpdate(ending, 1, (_, count) => count + 1);
    }

    private async Task AssertCheckpointsAsync()
    {
        foreach (var device in world.Devices)
        {
            await Undecided.AssertNoneAsync(world, device);
        }
    }

    private static IEnumerable<string> Words(string text) => text[(text.IndexOf("\"words\":\"", StringComparison.Ordinal) + 9)..^2].Split(' ');
}
