using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;

namespace Aurix.Platform.Tests.Swapping;

/// <summary>A copy that came by a swap and keeps failing is replaced by the one before it, by itself.</summary>
public sealed class RescueTests
{
    [Fact]
    public async Task A_copy_that_fails_five_times_in_a_row_gives_way_to_the_one_that_served_before()
    {
        await using var host = WholeHost.LaidOut();
        var folder = host.Install(Repository.Built("tests", "Plugins", "FaultyExtension"), "Faulty");
        await host.RestartAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "fault"), "answer");
        var bad = await host.ReloadAsync("strangers.faulty");

        for (var failure = 0; failure < 5; failure++)
        {
            Assert.Equal("ModuleFault", (await Assert.ThrowsAsync<ModuleException>(() => AskAsync(host))).Code);
        }

        while (host.Host.Slots.Extensions["strangers.faulty"].Current.Loaded.Staged.Hash == bad.Hash)
        {
            await Task.Yield();
        }

        Assert.Equal("Here I am.", (await AskAsync(host)).Summary);
    }

    [Fact]
    public async Task One_that_served_from_the_start_is_given_a_rest_for_there_is_none_before_it()
    {
        await using var host = WholeHost.LaidOut();
        await File.WriteAllTextAsync(Path.Combine(host.Install(Repository.Built("tests", "Plugins", "FaultyExtension"), "Faulty"), "fault"), "answer");
        await host.RestartAsync();

        for (var failure = 0; failure < 5; failure++)
        {
            Assert.Equal("ModuleFault", (await Assert.ThrowsAsync<ModuleException>(() => AskAsync(host))).Code);
        }

        Assert.Equal("ModuleUnavailable", (await Assert.ThrowsAsync<ModuleException>(() => AskAsync(host))).Code);
    }

    private static Task<ExtensionAnswer> AskAsync(WholeHost host) => host.Mediator.Send(new RunExtension("strangers.faulty", "answer", CanonicalJson.Null));
}
