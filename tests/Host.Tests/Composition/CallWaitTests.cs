using System.Collections.Concurrent;
using Aurix.Platform.Host.Composition;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Composition;

public sealed class CallWaitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<CallWait> _spare = new();

    [Fact]
    public async Task It_ends_with_the_call_however_that_ends_and_can_be_used_again()
    {
        var (answered, failed) = (new TaskCompletionSource(), new TaskCompletionSource());
        var wait = new CallWait(_time, _spare);

        var first = wait.WaitAsync(answered.Task, Limit).AsTask();
        Assert.False(first.IsCompleted);
        answered.SetResult();
        await first;
        Assert.True(_spare.TryDequeue(out var spare));
        Assert.Same(wait, spare);

        var second = wait.WaitAsync(failed.Task, Limit).AsTask();
        failed.SetException(new InvalidOperationException());
        await second; // whoever waits looks at the call
        Assert.Single(_spare);
    }

    [Fact]
    public async Task It_ends_when_the_time_is_up_and_is_not_used_again_under_a_call_that_goes_on()
    {
        var call = new TaskCompletionSource();
        var waiting = new CallWait(_time, _spare).WaitAsync(call.Task, Limit).AsTask();

        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        await waiting;
        call.SetResult();

        Assert.Empty(_spare);
    }

    [Fact]
    public async Task The_time_of_one_wait_does_not_end_the_next()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var wait = new CallWait(_time, _spare);
        var before = wait.WaitAsync(first.Task, Limit).AsTask();
        _time.Advance(Limit / 2);
        first.SetResult();
        await before;

        var after = wait.WaitAsync(second.Task, Limit).AsTask();
        _time.Advance(Limit / 2);
        Assert.False(after.IsCompleted);
        _time.Advance(Limit / 2);
        await after;
        Assert.False(second.Task.IsCompleted);
    }

    [Fact]
    public async Task A_call_that_ended_meanwhile_ends_the_wait()
    {
        await new CallWait(_time, _spare).WaitAsync(Task.CompletedTask, Limit);

        Assert.Single(_spare);
    }

    [Fact]
    public async Task One_wait_after_the_other_allocates_nothing()
    {
        var calls = Enumerable.Range(0, 1000).Select(_ => new TaskCompletionSource()).ToArray();
        var wait = new CallWait(TimeProvider.System, _spare);
        var ended = 0;
        var count = () => { ended++; };

        var allocated = await Task.Run(() => // where nothing keeps a continuation from its thread
        {
            Follow(wait.WaitAsync(calls[0].Task, TimeSpan.FromMinutes(2)), calls[0]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var call in calls.AsSpan(1))
            {
                Follow(wait.WaitAsync(call.Task, TimeSpan.FromMinutes(2)), call);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, allocated);
        Assert.Equal(1000, ended);

        void Follow(ValueTask waiting, TaskCompletionSource call)
        {
            var awaiter = waiting.GetAwaiter();
            awaiter.UnsafeOnCompleted(count);
            call.SetResult();
            awaiter.GetResult();
            _spare.TryDequeue(out _);
        }
    }
}
