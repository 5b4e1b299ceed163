using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Tests.Failures;

namespace Aurix.Platform.Tests.Composition;

public sealed class PatienceTests
{
    private readonly ArmedTime _time = new();

    [Fact]
    public async Task A_stranger_that_hangs_before_its_start_is_given_up_and_what_comes_late_is_let_go()
    {
        using var gate = new ManualResetEventSlim();
        var late = Serving.Generation(_ => { });
        var composing = Task.Run(() => Patience.Compose(Staged(isOurs: false), _time, () =>
        {
            gate.Wait(CancellationToken.None);
            return late;
        }));
        await _time.ArmedAsync();

        _time.Advance(TimeSpan.FromSeconds(10));

        var refused = await Assert.ThrowsAsync<ModuleException>(() => composing);
        Assert.Equal(("StartTimeout", "The module a.stranger in '/modules/a' did not get through its constructor and Configure within 10 s."), (refused.Code, refused.Message));
        Assert.False(late.IsOver);
        gate.Set();
        Assert.True(SpinWait.SpinUntil(() => late.IsOver, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void What_it_throws_is_what_is_told()
    {
        Assert.Equal("x", Assert.Throws<ModuleException>(() => Patience.Compose(Staged(isOurs: false), _time, () => throw new ModuleException("x", "y", "z"))).Code);
        Assert.Throws<TimeoutException>(() => Patience.Compose(Staged(isOurs: false), _time, () => throw new TimeoutException("its own")));
    }

    [Fact]
    public void Ours_runs_where_it_is_asked()
    {
        var here = Environment.CurrentManagedThreadId;

        Patience.Compose(Staged(isOurs: true), _time, () =>
        {
            Assert.Equal(here, Environment.CurrentManagedThreadId);
            return Serving.Generation(_ => { });
        });
    }

    private static StagedModule Staged(bool isOurs) =>
        new(new ModuleManifest("a.stranger", "extension", "/copies/a/a.dll", ImmutableArray<string>.Empty, ImmutableArray<string>.Empty) { Folder = "/modules/a" }, "00", "00", isOurs);
}
