using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>What the program says about its work, at its most talkative, holds nothing that opens anything.</summary>
public sealed class VerboseTests
{
    [Fact]
    public async Task T06_No_key_login_password_or_content_is_in_what_the_commands_log()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        var said = new StringBuilder();
        await SayAsync(a, "sync", "enable", server.Address, "--user", "alex", "--password-file", a.PasswordFile, "--yes", "--new"); // the recovery code is for the owner, and is no key as it stands
        await a.PutAsync("note:1", """{"text":"CanaryLogged7f31"}""");
        await SayAsync(a, "sync", "now");
        await SayAsync(b, "sync", "enable", server.Address, "--user", "alex", "--password-file", b.PasswordFile, "--yes");
        await SayAsync(b, "sync", "now");
        await SayAsync(b, "verify-remote");
        await SayAsync(b, "doctor");
        await SayAsync(b, "vault", "status");
        var wrong = Path.Combine(b.Folder, "wrong");
        await File.WriteAllTextAsync(wrong, "some other password entirely\n");
        Say(await b.RunAsync("sync", "login", "--password-file", wrong, "--verbose"));

        var secrets = new[] { a, b }.SelectMany(device => Keys(JsonNode.Parse(File.ReadAllText(Path.Combine(device.Data, "crypto", "keys.json")))!)).Distinct().ToList();
        var text = said.ToString();

        Assert.True(secrets.Count >= 4, "master key, stable key, epoch key and login");
        Assert.Contains("BeginLogin", text, StringComparison.Ordinal); // the control: what works with keys is logged, by name
        Assert.All(secrets, secret =>
        {
            var bytes = Base64Url.DecodeFromChars(secret);
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(bytes), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(bytes), text, StringComparison.OrdinalIgnoreCase);
        });
        Assert.All([Aurix.Password, "some other password", "CanaryLogged7f31"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));

        async Task SayAsync(Aurix device, params string[] command) => Say((await device.RunAsync([.. command, "--verbose"])).Must());

        void Say(Aurix.Ended ended) => said.Append(ended.Output).Append(ended.Error);
    }

    // Everything in the key file that is 32 random bytes, but not the checks over them.
    private static IEnumerable<string> Keys(JsonNode node) => node switch
    {
        JsonObject members => members.Where(member => member.Key is not ("check" or "vault")).SelectMany(member => member.Value is null ? [] : Keys(member.Value)),
        JsonArray items => items.SelectMany(item => Keys(item!)),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length == 43 => [text],
        _ => [],
    };
}
