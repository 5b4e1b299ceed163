using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>Waiting for the feed, on a clock that the test moves.</summary>
public sealed class AwaitChangesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_change_that_is_there_already_is_not_waited_for()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("1-a", false));

        Assert.True(await store.SendAsync(new AwaitChanges(StoreFixture.Relay, LocalSequence.Start, TimeSpan.Zero)));
        Assert.False(await store.SendAsync(new AwaitChanges(StoreFixture.Relay, new LocalSequence(1), TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_commit_of_this_process_wakes_every_waiter_though_the_clock_stands_still()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var waiting = Enumerable.Range(0, 5).Select(_ => WaitAsync(store)).ToList();
        Assert.All(waiting, one => Assert.False(one.IsCompleted));

        await store.GraftAsync(("1-a", false));

        Assert.All(await Task.WhenAll(waiting), Assert.True);
    }

    [Fact]
    public async Task A_commit_of_another_process_wakes_a_waiter_and_is_told_to_the_house()
    {
        await using var daemon = await StoreFixture.WithRelayAsync();
        var cli = await StoreFixture.OpenAsync(daemon.Harness.DataDirectory, daemon.Time);
        try
        {
            var waiting = WaitAsync(daemon);
            await cli.GraftAsync(("1-a", false));
            Assert.False(waiting.IsCompleted);

            Assert.True(await PassAsync(daemon, waiting));
            Assert.Equal([1], daemon.Harness.Published.OfType<DocumentsChanged>().Select(rung => rung.Sequence.Value));
        }
        finally
        {
            await cli.StopAsync();
        }
    }

    [Fact]
    public async Task After_a_foreign_change_the_next_one_wakes_as_well()
    {
        await using var daemon = await StoreFixture.WithRelayAsync();
        var cli = await StoreFixture.OpenAsync(daemon.Harness.DataDirectory, daemon.Time);
        try
        {
            for (var sequence = 0; sequence < 3; sequence++)
            {
                var waiting = daemon.SendAsync(new AwaitChanges(StoreFixture.Relay, new LocalSequence(sequence), Timeout.InfiniteTimeSpan));
                await (sequence == 1 ? daemon : cli).GraftAsync(($"1-{"abc"[sequence]}", false));
                Assert.True(await PassAsync(daemon, waiting));
            }
        }
        finally
        {
            await cli.StopAsync();
        }
    }

    [Fact]
    public async Task The_time_ends_a_wait()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var waiting = WaitAsync(store, Minute);
        store.Time.Advance(Minute - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        store.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(await waiting);
    }

    [Fact]
    public async Task Whoever_waits_can_give_up()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        using var enough = new CancellationTokenSource();
        var waiting = store.Harness.Mediator.Send(new AwaitChanges(StoreFixture.Relay, LocalSequence.Start, Timeout.InfiniteTimeSpan), enough.Token);
        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Removing_the_database_ends_a_wait()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var waiting = WaitAsync(store);
        await store.SendAsync(new DeleteDatabase(StoreFixture.Relay));

        Assert.False(await waiting);
    }

    [Fact]
    public async Task A_database_that_another_process_removed_ends_a_wait()
    {
        await using var daemon = await StoreFixture.WithRelayAsync();
        var cli = await StoreFixture.OpenAsync(daemon.Harness.DataDirectory, daemon.Time);
        var waiting = WaitAsync(daemon);
        await cli.SendAsync(new DeleteDatabase(StoreFixture.Relay));
        await cli.StopAsync();

        Assert.False(await PassAsync(daemon, waiting));
    }

    [Fact]
    public async Task Stopping_the_module_ends_a_wait()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var waiting = WaitAsync(store);
        await store.StopAsync();

        Assert.False(await waiting);
    }

    private static Task<bool> WaitAsync(StoreFixture store, TimeSpan? timeout = null) =>
        store.SendAsync(new AwaitChanges(StoreFixture.Relay, LocalSequence.Start, timeout ?? Timeout.InfiniteTimeSpan));

    /// <summary>Lets the clock run until the task is done.</summary>
    private static async Task<T> PassAsync<T>(StoreFixture store, Task<T> task)
    {
        while (!task.IsCompleted)
        {
            store.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        return await task;
    }
}
