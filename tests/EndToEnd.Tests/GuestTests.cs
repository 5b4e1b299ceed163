using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>A stranger's program in a process of its own: it does what was granted, and there is no word for anything else.</summary>
public sealed class GuestTests
{
    [Theory]
    [InlineData("""{"id":7,"method":"keys.export"}""")]
    [InlineData("""{"id":7,"method":"RecallLogin"}""")]
    [InlineData("""{"id":7,"method":"storage.sql","params":{"sql":"SELECT 1"}}""")]
    [InlineData("""{"id":7,"method":"Aurix.Platform.Crypto.BackUpKeys","params":{"folder":"/tmp"}}""")]
    public async Task T75_There_is_no_method_for_keys_logins_or_the_database(string call)
    {
        using var aurix = await Aurix.WithVaultAsync();

        var answers = await CallAsync(aurix, ["note:read", "note:write"], call);

        Assert.Equal("MethodMissing", (string?)answers[0]["error"]!["code"]);
        Assert.Equal(7, (int?)answers[0]["id"]);
        Assert.Equal("MethodMissing", (string?)Assert.Single(Audit(aurix))["outcome"]);
    }

    [Fact]
    public async Task T75_A_type_that_was_not_granted_is_denied_and_audited()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", """{"n":1}""");
        var secret = await aurix.PutAsync("diary:1", """{"text":"mine alone"}""", "diary");

        var answers = await CallAsync(
            aurix,
            ["note:read"],
            """{"id":1,"method":"documents.get","params":{"id":"diary:1"}}""",
            """{"id":2,"method":"documents.list","params":{"type":"diary"}}""",
            $$$"""{"id":3,"method":"documents.delete","params":{"id":"diary:1","rev":"{{{secret}}}"}}""",
            """{"id":4,"method":"documents.put","params":{"id":"note:2","type":"note","content":{}}}""",
            """{"id":5,"method":"documents.get","params":{"id":"note:1"}}""");

        Assert.All(answers[..4], answer => Assert.Equal("Denied", (string?)answer["error"]!["code"]));
        Assert.Equal(1, (int?)answers[4]["result"]!["content"]!["n"]);
        Assert.DoesNotContain("mine alone", string.Concat(answers.Select(answer => answer.ToJsonString())), StringComparison.Ordinal);
        Assert.Equal(
            ["diary:1 Denied", " Denied", "diary:1 Denied", "note:2 Denied", "note:1 ok"],
            Audit(aurix).Select(line => $"{line["document"]} {line["outcome"]}"));
        Assert.Equal("mine alone", (string?)(await aurix.JsonAsync("get", "diary:1"))["content"]!["text"]);
    }

    [Fact]
    public async Task What_a_guest_wrote_is_named_with_its_parent_and_can_be_taken_back()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var before = await aurix.PutAsync("note:1", """{"n":1}""");

        var answers = await CallAsync(
            aurix,
            ["note:read", "note:write"],
            $$$$"""{"id":1,"method":"documents.put","params":{"id":"note:1","rev":"{{{{before}}}}","content":{"n":2}}}""",
            $$$$"""{"id":2,"method":"documents.put","params":{"id":"note:1","rev":"{{{{before}}}}","content":{"n":3}}}""");

        var written = (string)answers[0]["result"]!["rev"]!;
        Assert.Equal("Stale", (string?)answers[1]["error"]!["code"]);
        Assert.Equal((written, before), ((string)Audit(aurix)[0]["revision"]!, (string)Audit(aurix)[0]["parent"]!));
        (await aurix.RunAsync("restore", "note:1", before)).Must();
        Assert.Equal(1, (int?)(await aurix.JsonAsync("get", "note:1"))["content"]!["n"]);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"method":5}""")]
    [InlineData("""{"method":"documents.get","params":{"id":""}}""")]
    [InlineData("""{"method":"documents.put","params":{"id":"note:1","type":"note","content":"\ud800"}}""")]
    public async Task What_is_no_call_is_told_so_and_the_next_one_is_heard(string nonsense)
    {
        using var aurix = await Aurix.WithVaultAsync();

        var answers = await CallAsync(aurix, ["note:read", "note:write"], nonsense, """{"id":2,"method":"documents.list","params":{"type":"note"}}""");

        Assert.Equal("BadCall", (string?)answers[0]["error"]!["code"]);
        Assert.Empty(answers[1]["result"]!["documents"]!.AsArray());
    }

    [Fact]
    public async Task A_guest_sees_nothing_of_our_environment()
    {
        using var aurix = await Aurix.WithVaultAsync();

        var ended = await aurix.RunAsync("guest", "run", "curious", "--data", aurix.Data, "--", "sh", "-c", "env | cut -d= -f1 | sort | tr '\\n' ' ' >&2");

        Assert.Equal("PATH PWD", string.Join(' ', ended.Must().Error.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(name => name is not ("_" or "OLDPWD" or "SHLVL"))));
    }

    [Fact]
    public async Task A_grant_that_is_none_is_refused()
    {
        using var aurix = await Aurix.WithVaultAsync();

        (await aurix.RunAsync("guest", "run", "greedy", "--grant", "*:write", "--data", aurix.Data, "--", "true")).MustFail(2, "BadGrant");
    }

    /// <summary>A shell says each line and hands the answers out on standard error.</summary>
    private static async Task<JsonNode[]> CallAsync(Aurix aurix, string[] grants, params string[] calls)
    {
        var script = Path.Combine(aurix.Folder, "guest.sh");
        await File.WriteAllTextAsync(script, string.Concat(calls.Select(call => $"printf '%s\\n' '{call}'\nIFS= read -r answer\nprintf '%s\\n' \"$answer\" >&2\n")));
        var ended = await aurix.RunAsync(["guest", "run", "stranger", .. grants.SelectMany(grant => (string[])["--grant", grant]), "--data", aurix.Data, "--", "sh", script]);
        return [.. ended.Must().Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private static JsonNode[] Audit(Aurix aurix) => [.. File.ReadLines(Path.Combine(aurix.Data, "guests", "audit.jsonl")).Select(line => JsonNode.Parse(line)!)];
}
