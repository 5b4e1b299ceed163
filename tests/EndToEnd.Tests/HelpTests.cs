namespace Aurix.Platform.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("init")]
    [InlineData("put")]
    [InlineData("get")]
    [InlineData("list")]
    [InlineData("search")]
    [InlineData("trash")]
    [InlineData("delete")]
    [InlineData("history")]
    [InlineData("restore")]
    [InlineData("attach")]
    [InlineData("extract")]
    [InlineData("blob", "list")]
    [InlineData("blob", "pin")]
    [InlineData("blob", "unpin")]
    [InlineData("blob", "evict")]
    [InlineData("blob", "fetch")]
    [InlineData("blob", "gc")]
    [InlineData("backup")]
    [InlineData("compact")]
    [InlineData("sync", "enable")]
    [InlineData("sync", "login")]
    [InlineData("vault", "status")]
    [InlineData("vault", "protect")]
    [InlineData("vault", "unprotect")]
    [InlineData("vault", "unlock")]
    [InlineData("vault", "lock")]
    [InlineData("vault", "invite")]
    [InlineData("vault", "password")]
    [InlineData("vault", "recover")]
    [InlineData("vault", "recovery-code")]
    [InlineData("vault", "rotate")]
    [InlineData("vault", "collect")]
    [InlineData("sync", "disable")]
    [InlineData("sync", "now")]
    [InlineData("sync", "status")]
    [InlineData("quarantine", "list")]
    [InlineData("quarantine", "show")]
    [InlineData("quarantine", "retry")]
    [InlineData("quarantine", "forget")]
    [InlineData("quarantine", "release")]
    [InlineData("verify-remote")]
    [InlineData("leak-report")]
    [InlineData("alarm", "list")]
    [InlineData("alarm", "accept")]
    [InlineData("vault", "devices")]
    [InlineData("vault", "name")]
    [InlineData("vault", "retire")]
    [InlineData("vault", "fingerprint")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("conflicts")]
    [InlineData("module", "list")]
    [InlineData("guest", "run")]
    [InlineData("strategy", "list")]
    [InlineData("strategy", "use")]
    [InlineData("serve")]
    [InlineData("run")]
    [InlineData("demo")]
    [InlineData("doctor")]
    public async Task Every_command_explains_itself(params string[] command)
    {
        using var aurix = new Aurix();

        var ended = (await aurix.RunAsync([.. command, "--help"])).Must();

        Assert.Contains($"aurix {string.Join(' ', command)}", ended.Output, StringComparison.Ordinal);
        Assert.Contains("--json", ended.Output, StringComparison.Ordinal);
    }
}
