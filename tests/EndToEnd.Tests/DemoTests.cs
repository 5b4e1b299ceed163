namespace Aurix.Platform.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_tells_its_whole_story_and_every_claim_in_it_holds()
    {
        using var aurix = new Aurix();

        var ended = await aurix.RunAsync("demo");

        ended.Must();
        Assert.Contains("byte for byte", ended.Output, StringComparison.Ordinal);
        Assert.Contains("The version that lost is kept, on both devices", ended.Output, StringComparison.Ordinal);
        Assert.Contains("went afterwards, none twice", ended.Output, StringComparison.Ordinal);
        Assert.Contains("there after", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"0 of \d{3} found there", ended.Output);
    }
}
