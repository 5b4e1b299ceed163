using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Failures;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

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
    public async Task An_answer_that_does_not_come_is_given_up_after_the_limit_and_the_call_stays_inside_until_it_ends()
    {
        var time = new ArmedTime();
        var never = new TaskCompletionSource<bool>();
        var (routed, generation) = Route(_ => never.Task, time);
        var asking = routed.Handle(new EndLogin(1), CancellationToken.None);
        await time.ArmedAsync();

        time.Advance(TimeSpan.FromSeconds(30));

        var late = await Assert.ThrowsAsync<ModuleException>(() => asking);
        Assert.Equal(("MessageTimeout", "The module aurix.test did not answer EndLogin within 30 s."), (late.Code, late.Message));
        Assert.Equal(late.Message, generation.Circuit.LastFailure);
        Assert.Equal(1, generation.Leases);
        never.SetResult(true);
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task Code_of_somebody_else_that_blocks_its_thread_does_not_block_its_caller()
    {
        var time = new ArmedTime();
        using var gate = new ManualResetEventSlim();
        var (routed, generation) = Route(
            _ =>
            {
                gate.Wait(CancellationToken.None);
                return Task.FromResult(true);
            },
            time,
            isOurs: false);
        var asking = routed.Handle(new EndLogin(1), CancellationToken.None);
        await time.ArmedAsync();

        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("MessageTimeout", (await Assert.ThrowsAsync<ModuleException>(() => asking)).Code);
        gate.Set();
        await generation.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_module_the_role_is_named()
    {
        var routed = new RoutedHandler<EndLogin, bool>(Roles.Crypto, Serving.Slots(), Serving.NoLimits);

        Assert.Equal("No module serves 'crypto'.", (await Assert.ThrowsAsync<ModuleException>(() => routed.Handle(new EndLogin(1), CancellationToken.None))).Message);
    }

    private static (RoutedHandler<EndLogin, bool> Routed, Generation Generation) Route(Func<CancellationToken, Task<bool>> answer, TimeProvider? time = null, bool isOurs = true)
    {
        var generation = Serving.Generation(services => services.AddSingleton<IRequestHandler<EndLogin, bool>>(new Handler(answer)), isOurs: isOurs);
        var limits = time is null ? Serving.NoLimits : new CallLimits(TimeSpan.FromSeconds(30), time, (_, _, _) => { });
        return (new(Roles.Crypto, Serving.Slots((Roles.Crypto, generation)), limits), generation);
    }

    private sealed class Handler(Func<CancellationToken, Task<bool>> answer) : IRequestHandler<EndLogin, bool>
    {
        public Task<bool> Handle(EndLogin request, CancellationToken cancellationToken) => answer(cancellationToken);
    }

    private sealed class PluginsOwnException(string message) : Exception(message);

    private sealed class PluginsOwnError() : AurixException("OutOfPaper", "Out of paper.", "Put some in.");
}
