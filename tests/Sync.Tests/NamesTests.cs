using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>What things are called on the server is made with a key: who knows every name there may be cannot tell which there are (crypto.md §0).</summary>
public sealed class NamesTests
{
    private const int Known = 100_000;

    [Fact]
    public async Task T07_No_hash_of_a_name_or_of_a_files_content_is_an_id_that_the_server_holds()
    {
        await using var world = await World.StartAsync(1);
        string[] names = ["note:00000", "note:00007", "note:04711", "note:99999"];
        await world.A.WriteAllAsync(names);
        var recording = "every word of it is known"u8.ToArray();
        await world.A.AttachAsync("recording:1", recording);
        await world.A.SyncAsync();
        string[] ids = [.. await world.Server.IdsAsync(World.Database), .. await world.Server.IdsAsync($"{World.Database}-blob")];

        var named = ids.ToHashSet();
        var bare = ids.Where(id => id != "aurix-vault").Select(id => Convert.ToHexString(Base64Url.DecodeFromChars(id.AsSpan(1)))).ToHashSet();

        Assert.Equal(names.Length + 6, ids.Length); // recording:1 with chunk and manifest, one head, one log, the vault document
        Assert.Contains(await world.A.RemoteIdAsync(names[1]), named);
        var sodium = new GeraltSodium();
        foreach (var guess in Enumerable.Range(0, Known).Select(number => Encoding.ASCII.GetBytes($"note:{number:D5}")).Append("recording:1"u8.ToArray()).Append(recording))
        {
            var blake = new byte[64];
            sodium.Hash(blake, guess);
            var short32 = new byte[32];
            sodium.Hash(short32, guess);
            foreach (var hash in new[] { SHA256.HashData(guess), SHA512.HashData(guess), blake, short32 })
            {
                Assert.DoesNotContain(Convert.ToHexString(hash.AsSpan(0, 32)), bare);
                Assert.DoesNotContain(Base64Url.EncodeToString(hash), named);
                Assert.DoesNotContain("d" + Base64Url.EncodeToString(hash), named);
                Assert.DoesNotContain(Convert.ToHexStringLower(hash), named);
                Assert.DoesNotContain("d" + Convert.ToHexStringLower(hash), named);
            }
        }
    }
}
