using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Composition;

public sealed class RoutedHandlerTests
{
    [Fact]
    public async Task A_request_is_answered_by_the_module_that_serves_its_role()
    {
        var (routed, generation) = Route(_ => Task.FromResult(true));

        Assert.True(await routed.Handle(new EndLogin(1), CancellationToken.None));

        await generation.DisposeAsync();
    }

    [Fact]
    public async Task What_a_module_throws_of_its_own_becomes_text_and_its_object_stays_inside()
    {
        var (routed, generation) = Route(_ => throw new PluginsOwnException("first line\nsecond line"));

        var wrong = await Assert.ThrowsAsync<ModuleException>(() => routed.Handle(new EndLogin(1), CancellationToken.None));

        Assert.Equal("ModuleFault", wrong.Code);
        Assert.StartsWith("The module aurix.test failed at EndLogin: PluginsOwnException: first line (at Aurix.", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("second line", wrong.Message, StringComparison.Ordinal);
        Assert.Null(wrong.InnerException);
        await generation.DisposeAsync(); // the lease came back
    }

    [Fact]
    public async Task An_error_of_the_contracts_passes_as_it_is()
    {
        var refusal = new UsageException("LoginUnknown", "There is no login 1.", "Begin again.");
        var (routed, generation) = Route(_ => throw refusal);

        Assert.Same(refusal, await Assert.ThrowsAsync<UsageException>(() => routed.Handle(new EndLogin(1), CancellationToken.None)));
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task An_error_that_only_derives_from_the_contracts_stays_inside_too()
    {
        var (routed, generation) = Route(_ => throw new PluginsOwnError());

        var wrong = await Assert.ThrowsAsync<ModuleException>(() => routed.Handle(new EndLogin(1), CancellationToken.None));

        Assert.Contains("PluginsOwnError: Out of paper.", wrong.Message, StringComparison.Ordinal);
        Assert.Null(wrong.InnerException);
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task Giving_up_is_the_callers_and_not_the_modules_fault()
    {
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();
        var (routed, generation) = Route(token => Task.FromCanceled<bool>(token));

        var gaveUp = await Assert.ThrowsAsync<OperationCanceledException>(() => routed.Handle(new EndLogin(1), caller.Token));

        Assert.Equal(caller.Token, gaveUp.CancellationToken);
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task A_module_that_gives_up_by_itself_has_failed()
    {
        var (routed, generation) = Route(_ => throw new OperationCanceledException());

        Assert.Equal("ModuleFault", (await Assert.ThrowsAsync<ModuleException>(() => routed.Handle(new EndLogin(1), CancellationToken.None))).Code);
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_takes_longer_than_it_may_is_given_up_and_its_copy_is_kept_until_it_ends()
    {
        var (time, call) = (new FakeTimeProvider(), new TaskCompletionSource<bool>());
        var (routed, generation) = Route(_ => call.Task, new(TimeSpan.FromSeconds(10), time, (_, _, _) => { }));

        var asked = routed.Handle(new EndLogin(1), CancellationToken.None);
        Assert.False(asked.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));

        var late = await Assert.ThrowsAsync<ModuleException>(() => asked);
        Assert.Equal("MessageTimeout", late.Code);
        Assert.Equal("The module aurix.test did not answer EndLogin within 10 s.", late.Message);
        Assert.Equal(1, generation.Leases);
        call.SetResult(true);
        Assert.Equal(0, generation.Leases);
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_waits_and_ends_in_time_answers_or_fails_as_one_that_does_not_wait()
    {
        var calls = new Queue<TaskCompletionSource<bool>>([new(), new(), new(), new()]);
        var pending = calls.ToArray();
        var (routed, generation) = Route(_ => calls.Dequeue().Task, new(TimeSpan.FromSeconds(10), new FakeTimeProvider(), (_, _, _) => { }));
        var refusal = new UsageException("LoginUnknown", "There is no login 1.", "Begin again.");

        var asked = pending.Select(_ => routed.Handle(new EndLogin(1), CancellationToken.None)).ToArray();
        pending[0].SetResult(true);
        pending[1].SetException(new PluginsOwnException("out of paper"));
        pending[2].SetException(refusal);
        pending[3].SetException(new TimeoutException("no answer from the printer"));

        Assert.True(await asked[0]);
        Assert.Contains("PluginsOwnException: out of paper", (await Assert.ThrowsAsync<ModuleException>(() => asked[1])).Message, StringComparison.Ordinal);
        Assert.Same(refusal, await Assert.ThrowsAsync<UsageException>(() => asked[2]));
        Assert.Contains("TimeoutException: no answer from the printer", (await Assert.ThrowsAsync<ModuleException>(() => asked[3])).Message, StringComparison.Ordinal);
        Assert.Equal(0, generation.Leases);
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task Code_of_somebody_else_that_blocks_its_thread_does_not_block_its_caller()
    {
        var time = new FakeTimeProvider();
        using var gate = new ManualResetEventSlim();
        var (routed, generation) = Route(
            _ =>
            {
                gate.Wait(CancellationToken.None);
                return Task.FromResult(true);
            },
            new(TimeSpan.FromSeconds(10), time, (_, _, _) => { }),
            isOurs: false);

        var asked = routed.Handle(new EndLogin(1), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("MessageTimeout", (await Assert.ThrowsAsync<ModuleException>(() => asked)).Code);
        gate.Set();
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_module_the_role_is_named()
    {
        var routed = new RoutedHandler<EndLogin, bool>(Roles.Crypto, Serving.Slots(), Serving.NoLimits);

        Assert.Equal("No module serves 'crypto'.", (await Assert.ThrowsAsync<ModuleException>(() => routed.Handle(new EndLogin(1), CancellationToken.None))).Message);
    }

    private static (RoutedHandler<EndLogin, bool> Routed, Generation Generation) Route(Func<CancellationToken, Task<bool>> answer, CallLimits? limits = null, bool isOurs = true)
    {
        var generation = Serving.Generation(services => services.AddSingleton<IRequestHandler<EndLogin, bool>>(new Handler(answer)), isOurs: isOurs);
        return (new(Roles.Crypto, Serving.Slots((Roles.Crypto, generation)), limits ?? Serving.NoLimits), generation);
    }

    private sealed class Handler(Func<CancellationToken, Task<bool>> answer) : IRequestHandler<EndLogin, bool>
    {
        public Task<bool> Handle(EndLogin request, CancellationToken cancellationToken) => answer(cancellationToken);
    }

    private sealed class PluginsOwnException(string message) : Exception(message);

    private sealed class PluginsOwnError() : AurixException("OutOfPaper", "Out of paper.", "Put some in.");
}
