using Aurix.Platform.Errors;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Whole rounds with a server whose answers are damaged at random: typed errors, nothing lost or overwritten here, and an honest round afterwards mends everything.</summary>
public sealed class AnswerFuzzTests
{
    private const int Rounds = 120;

    [Fact]
    public async Task Damaged_answers_change_nothing_local_and_an_honest_round_mends_the_rest()
    {
        await using var world = await World.StartAsync();
        for (var number = 0; number < 5; number++)
        {
            await world.A.WriteAsync($"a{number}", $"{number}");
            await world.B.WriteAsync($"b{number}", $"{number}");
        }

        var recording = new byte[3000];
        await world.A.AttachAsync("file", recording);
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();

        var mutator = new Mutator(Fuzzing.Seed);
        var failures = new Dictionary<string, int>();
        for (var round = Fuzzing.Count(Rounds); round > 0; round--)
        {
            var damagedAnswer = mutator.Next(12);
            var answers = 0;
            world.Proxy.After = (_, answer) => Interlocked.Increment(ref answers) - 1 == damagedAnswer ? Damage(mutator, answer) : answer;
            await world.A.WriteAsync($"a{round % 5}", $"{round}");
            var before = await world.A.ReadAsync($"a{round % 5}");
            foreach (var device in world.Devices)
            {
                try
                {
                    await device.SyncAsync();
                }
                catch (AurixException refused)
                {
                    failures[refused.Code] = failures.GetValueOrDefault(refused.Code) + 1;
                }
                catch (Exception wrong)
                {
                    throw new InvalidOperationException($"AURIX_TEST_SEED={Fuzzing.Seed}, {round} rounds before the end", wrong);
                }
            }

            Assert.Equal(before, await world.A.ReadAsync($"a{round % 5}"));
        }

        Assert.NotEmpty(failures);
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Equal("1", await world.B.ReadAsync("a1"));
    }

    private static ProxyAnswer Damage(Mutator mutator, ProxyAnswer answer)
    {
        lock (mutator)
        {
            return answer with { Body = mutator.Damage(answer.Body) };
        }
    }
}
