using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;

namespace Aurix.Platform.Tests.Composition;

public sealed class GenerationTests
{
    [Fact]
    public async Task Draining_waits_for_the_last_lease_and_only_then_stops_the_module()
    {
        var (draining, stopped) = (new DrainSignal(), false);
        var generation = Serving.Generation(_ => { }, draining, () => Task.FromResult(stopped = true));
        await generation.StartAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
        var token = draining.Token;
        Assert.True(generation.TryLease());
        Assert.True(generation.TryLease());

        var drained = generation.DisposeAsync().AsTask();
        Assert.True(token.IsCancellationRequested);
        generation.Release();
        Assert.False(drained.IsCompleted || stopped);

        generation.Release();
        await drained;
        Assert.True(stopped);
    }

    [Fact]
    public async Task No_lease_is_given_once_draining_began_and_the_refused_ones_do_not_count()
    {
        var generation = Serving.Generation(_ => { });
        Assert.True(generation.TryLease());
        var drained = generation.DisposeAsync().AsTask();

        Assert.False(generation.TryLease());
        Assert.False(generation.TryLease());
        Assert.False(drained.IsCompleted);
        generation.Release();

        await drained;
        Assert.False(generation.TryLease());
    }

    [Fact]
    public async Task A_copy_that_nobody_is_in_drains_at_once_however_often_it_was_used()
    {
        var generation = Serving.Generation(_ => { });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var use = 0; use < 10_000; use++)
            {
                Assert.True(generation.TryLease());
                generation.Release();
            }
        })));

        await generation.DisposeAsync();
    }

    [Fact]
    public async Task A_slot_lends_the_copy_that_serves_and_says_when_it_has_stopped()
    {
        var generation = Serving.Generation(_ => { });
        var slot = new ModuleSlot("storage", generation);

        Assert.Same(generation, await slot.LeaseAsync(CancellationToken.None));
        generation.Release();
        await generation.DisposeAsync();

        var wrong = await Assert.ThrowsAsync<ModuleException>(async () => await slot.LeaseAsync(CancellationToken.None));
        Assert.Equal(("ModuleStopped", "The module for 'storage' has stopped."), (wrong.Code, wrong.Message));
    }

    [Fact]
    public async Task A_module_that_fails_to_stop_keeps_no_other_from_stopping()
    {
        var stopped = false;
        var used = Serving.Generation(_ => { }, stop: () => Task.FromResult(stopped = true));
        var user = Serving.Generation(_ => { }, stop: () => throw new InvalidTimeZoneException("own words"));
        await used.StartAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
        await user.StartAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);

        var wrong = await Assert.ThrowsAsync<ModuleException>(async () => await AurixHost.StopAsync([used, user]));

        Assert.True(stopped);
        Assert.Equal("ModuleFault", wrong.Code);
        Assert.Contains("aurix.test failed at StopAsync: InvalidTimeZoneException: own words", wrong.Message, StringComparison.Ordinal);
        Assert.Null(wrong.InnerException);
    }
}
