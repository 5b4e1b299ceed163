using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Composition;

public sealed class CircuitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Circuit _circuit = new();

    [Fact]
    public void Four_failures_in_a_row_are_borne_and_the_fifth_opens_it()
    {
        for (var failure = 1; failure <= 4; failure++)
        {
            Assert.False(_circuit.Failed("no", _time));
            Assert.True(IsLetIn());
        }

        Assert.True(_circuit.Failed("no, says CanaryText", _time)); // told once, by who gets this answer
        Assert.True(_circuit.IsOpen);
        var refused = Assert.Throws<ModuleException>(() => _circuit.Enter("aurix.test", _time));
        Assert.Equal("ModuleUnavailable", refused.Code);
        Assert.Equal("The module aurix.test failed 5 times in a row and is given a rest; at last: no, says CanaryText", refused.Message);
    }

    [Fact]
    public void A_success_in_between_begins_the_count_again()
    {
        Fail(4);
        _circuit.Succeeded();
        Fail(4);

        Assert.False(_circuit.IsOpen);
    }

    [Fact]
    public void One_tries_when_the_time_has_come_and_the_others_still_wait()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(IsLetIn());

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(IsLetIn());
        Assert.False(IsLetIn());
    }

    [Fact]
    public void It_waits_twice_as_long_after_each_try_that_fails_and_a_minute_at_most()
    {
        Fail(5);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.False(IsLetIn());
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(IsLetIn());
            Assert.False(_circuit.Failed("no", _time));
        }
    }

    [Fact]
    public void A_try_that_succeeds_closes_it_for_everybody()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(1));
        _circuit.Enter("aurix.test", _time);

        _circuit.Succeeded();

        Assert.False(_circuit.IsOpen);
        Assert.True(IsLetIn());
        Assert.True(IsLetIn());
    }

    [Fact]
    public void A_try_that_its_caller_gave_up_says_nothing_and_the_next_may_try()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(1));
        _circuit.Enter("aurix.test", _time);

        _circuit.SaidNothing();

        Assert.True(_circuit.IsOpen);
        Assert.True(IsLetIn());
    }

    private void Fail(int times)
    {
        for (var failure = 0; failure < times; failure++)
        {
            _circuit.Failed("no", _time);
        }
    }

    private bool IsLetIn()
    {
        try
        {
            _circuit.Enter("aurix.test", _time);
            return true;
        }
        catch (ModuleException)
        {
            return false;
        }
    }
}
