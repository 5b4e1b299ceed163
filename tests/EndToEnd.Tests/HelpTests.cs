namespace Aurix.Platform.Tests;

/// <summary>What each command says of itself is tested without a process for each, in the host's tests.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task The_program_explains_a_command_by_its_own_name()
    {
        using var aurix = new Aurix();

        var ended = (await aurix.RunAsync("sync", "enable", "--help")).Must();

        Assert.Contains("aurix sync enable", ended.Output, StringComparison.Ordinal);
        Assert.Contains("--json", ended.Output, StringComparison.Ordinal);
    }
}
