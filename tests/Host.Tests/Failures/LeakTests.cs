using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Failures;

/// <summary>A module that leaves something behind: what holds its old copies is named, and after three of them it is not swapped again.</summary>
public sealed class LeakTests
{
    [Fact]
    public async Task What_holds_an_old_copy_is_named_and_after_three_of_them_a_restart_is_asked_for()
    {
        await using var host = WholeHost.LaidOut();
        host.Install(Repository.Built("tests", "Plugins", "FaultyExtension"), "Faulty");
        await host.RestartAsync("extension.strangers.faulty.fault=leak");

        for (var copy = 0; copy < 3; copy++)
        {
            var reloaded = await host.ReloadAsync("strangers.faulty");

            Assert.False(reloaded.Unloaded);
            Assert.Equal(new[] { "AppDomain.ProcessExit calls Strangers.FaultyExtension.OnExit", "a timer calls Strangers.FaultyExtension.Tick" }, reloaded.HeldBy);
        }

        var refused = await Assert.ThrowsAsync<ModuleException>(() => host.ReloadAsync("strangers.faulty"));

        Assert.Equal("RestartNeeded", refused.Code);
        Assert.Equal("3 old copies of the module for 'extension:strangers.faulty' are still in memory.", refused.Message);
        await using (await Caller.OfAsync(host.Mediator, "strangers.faulty"))
        {
            // it goes on serving
        }
    }
}
