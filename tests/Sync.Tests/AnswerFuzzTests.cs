using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Whole rounds with a server whose answers are damaged at random: typed errors, nothing lost or overwritten here, and honest rounds afterwards mend everything.</summary>
public sealed class AnswerFuzzTests
{
    private const int Rounds = 120;

    // A feed whose place was set beyond its end shows nothing; the logs tell that something is missing, and the next round reads it anew.
    private const int HonestRounds = 4;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e300", "9223372036854775807", "0.5", "\"\"", "\"0\"", "\"1-\"", "\"999999999-0123456789abcdef0123456789abcdef\"", "\"\\u0000\"", "\"…\"",
        "[]", "{}", "[null]", "[[]]", "[{}]", "{\"ok\":null}", "{\"rev\":1}",
    ];

    [Fact]
    public async Task Damaged_answers_change_nothing_local_and_honest_rounds_mend_the_rest()
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
            var damagedAnswer = mutator.Next(20);
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
        for (var round = 0; round < HonestRounds; round++)
        {
            await world.A.SyncAsync();
            await world.B.SyncAsync();
        }

        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Equal("1", await world.B.ReadAsync("a1"));
    }

    // Half of the damage is to bytes. Most of that is no JSON any more, so the other half is JSON that says something else.
    private static ProxyAnswer Damage(Mutator mutator, ProxyAnswer answer)
    {
        lock (mutator)
        {
            return answer with { Body = mutator.Next(2) == 0 ? mutator.Damage(answer.Body) : DamageValue(mutator, answer.Body) ?? mutator.Damage(answer.Body) };
        }
    }

    // Another value in some place of it, a member less, or an item more; null where there is no such place.
    private static byte[]? DamageValue(Mutator mutator, byte[] body)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }

        var places = Places(json).ToList();
        if (places.Count == 0)
        {
            return null;
        }

        var place = places[mutator.Next(places.Count)];
        var (parent, name) = (place.Parent!, place.Parent is JsonObject ? place.GetPropertyName() : null);
        var value = JsonNode.Parse(Values[mutator.Next(Values.Length)]);
        switch (parent)
        {
            case JsonObject members when mutator.Next(4) == 0:
                members.Remove(name!);
                break;
            case JsonArray items when mutator.Next(4) == 0:
                items.Add(value);
                break;
            default:
                place.ReplaceWith(value);
                break;
        }

        return Encoding.UTF8.GetBytes(json!.ToJsonString());
    }

    private static IEnumerable<JsonNode> Places(JsonNode? node)
    {
        var below = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => Enumerable.Empty<JsonNode?>(),
        };
        return below.OfType<JsonNode>().SelectMany(place => Places(place).Prepend(place));
    }
}
