using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Strategies.LastWriteWins;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>Devices edit, delete, pull, push, break off, restart and settle in random order; in the end all show the same, and no word is lost.</summary>
/// <remarks>
/// P20 to P22, P25 and P29 of the conflict rules. The oracle: every edit puts in a word of its own, and names the words it takes out.
/// In the end a fresh device that knows only the server must find every word, shown or kept, unless an edit took it out.
/// </remarks>
public sealed class ConvergenceTests
{
    private static readonly DocumentId[] Ids = [new("note:1"), new("note:2")];

    public static TheoryData<string, int> Runs()
    {
        var runs = new TheoryData<string, int>();
        foreach (var fleet in new[] { "all last-write-wins", "mixed", "one hostile" })
        {
            for (var seed = 1; seed <= 6; seed++)
            {
                runs.Add(fleet, seed);
            }
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Every_device_shows_the_same_in_the_end_and_no_edit_is_lost(string fleet, int seed)
    {
        var random = new Random(seed);
        await using var server = await SimulatedServer.StartAsync();
        await using var first = await SimulatedDevice.StartAsync(Strategy(fleet, 0));
        var devices = new List<SimulatedDevice> { first };
        for (var index = 1; index < 2 + (seed % 3); index++)
        {
            devices.Add(await SimulatedDevice.StartAsync(Strategy(fleet, index), sameVaultAs: first));
        }

        var words = await LiveAsync(devices, server, random);
        await SettleAsync(devices, server);

        var states = await Task.WhenAll(devices.Select(device => device.StateAsync()));
        Assert.Single(states.Distinct());
        Assert.All(states[0].Split('\n'), line => Assert.EndsWith("heads 1", line));

        await using var fresh = await SimulatedDevice.StartAsync(new LastWriteWinsStrategy(), sameVaultAs: first);
        await fresh.PullAsync(server, () => true);
        await fresh.NormaliseAsync();
        Assert.Equal(states[0], await fresh.StateAsync());
        Assert.Empty(words.Except(await fresh.WordsAsync()));
        foreach (var device in devices.Skip(1))
        {
            await device.DisposeAsync();
        }
    }

    [Fact] // P21: after everything is settled, a further round writes nothing
    public async Task A_round_after_everything_is_settled_writes_no_revision()
    {
        await using var server = await SimulatedServer.StartAsync();
        await using var a = await SimulatedDevice.StartAsync(new LastWriteWinsStrategy());
        await using var b = await SimulatedDevice.StartAsync(new LastWriteWinsStrategy(), sameVaultAs: a);
        await a.EditAsync(Ids[0], _ => ["a"], look: true);
        await b.EditAsync(Ids[0], _ => ["b"], look: true);
        await SettleAsync([a, b], server);
        var before = (await server.ReadAsync()).Select(revision => revision.Revision).Order().ToList();

        await SettleAsync([a, b], server);

        Assert.Equal(before, (await server.ReadAsync()).Select(revision => revision.Revision).Order());
    }

    // Every step in random order; answers the words that must still be found somewhere.
    private static async Task<HashSet<string>> LiveAsync(List<SimulatedDevice> devices, SimulatedServer server, Random random)
    {
        var words = new HashSet<string>();
        for (var step = 0; step < 40; step++)
        {
            var device = devices[random.Next(devices.Count)];
            var id = Ids[random.Next(Ids.Length)];
            switch (random.Next(10))
            {
                case <= 3:
                    await EditAsync(device, id, "w" + step.ToString(CultureInfo.InvariantCulture), words, random);
                    break;
                case 4:
                    await device.PullAsync(server, () => random.Next(3) > 0);
                    break;
                case 5:
                    await device.PullAsync(server, () => true);
                    break;
                case 6:
                    await device.NormaliseAsync();
                    break;
                case 7:
                    await device.PushAsync(server, atMost: random.Next(4));
                    break;
                case 8:
                    await device.PushAsync(server);
                    break;
                default:
                    await device.RestartAsync();
                    break;
            }
        }

        return words;
    }

    private static async Task EditAsync(SimulatedDevice device, DocumentId id, string word, HashSet<string> words, Random random)
    {
        var removed = new List<string>();
        var saved = await device.EditAsync(
            id,
            content =>
            {
                if (content.Count > 0 && random.Next(4) == 0)
                {
                    removed.Add((string)content[0]!);
                    content.RemoveAt(0);
                }

                content.Add((JsonNode)word);
                return content;
            },
            look: random.Next(2) == 0);
        if (saved is not null)
        {
            words.Add(word);
            words.ExceptWith(removed);
        }
    }

    // Lockstep rounds: everybody pulls, everybody settles, everybody pushes. The worst case for races, and two rounds must do.
    private static async Task SettleAsync(List<SimulatedDevice> devices, SimulatedServer server)
    {
        foreach (var device in devices)
        {
            await device.PushAsync(server);
        }

        for (var round = 0; round < 3; round++)
        {
            foreach (var device in devices)
            {
                await device.PullAsync(server, () => true);
            }

            foreach (var device in devices)
            {
                await device.NormaliseAsync();
            }

            foreach (var device in devices)
            {
                await device.PushAsync(server);
            }
        }
    }

    private static IConflictStrategy Strategy(string fleet, int device) => fleet switch
    {
        "mixed" when device % 2 == 1 => new FirstWriteWinsStrategy(),
        "one hostile" when device == 1 => new HostileStrategy(),
        _ => new LastWriteWinsStrategy(),
    };
}
