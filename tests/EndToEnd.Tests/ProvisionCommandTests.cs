using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>A server is prepared by its administrator from the command line, and a device syncs there.</summary>
public sealed class ProvisionCommandTests
{
    [Fact]
    public async Task A_bare_server_is_checked_prepared_and_used_and_then_there_is_nothing_to_do()
    {
        await using var server = await RunningServer.StartBareAsync();
        using var aurix = await Aurix.WithVaultAsync();
        string[] arguments = ["server", "provision", server.Listening.ToString(), "--admin", "root", "--admin-password-file", server.AdminPasswordFile, "--user", "alex", "--database", RunningServer.Database, "--password-file", aurix.PasswordFile, "--json"];

        var check = await aurix.RunAsync([.. arguments, "--check"]);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("needed", Kinds(check.Output));

        var first = (await aurix.RunAsync(arguments)).Must().Output;
        Assert.Equal(5, Kinds(first).Count(kind => kind == "changed"));
        Assert.Equal(server.Address, (string?)JsonNode.Parse(first)!["address"]);
        Assert.DoesNotContain("changed", Kinds((await aurix.RunAsync(arguments)).Must().Output));

        (await aurix.EnableAsync(server.Address, first: true)).Must();
        (await aurix.RunAsync("sync", "now")).Must();
        (await aurix.RunAsync([.. arguments[..^1], "--ca-file", aurix.PasswordFile])).MustFail(2, "BadConnection");
    }

    private static IEnumerable<string?> Kinds(string output) => JsonNode.Parse(output)!["findings"]!.AsArray().Select(finding => (string?)finding!["kind"]);
}
