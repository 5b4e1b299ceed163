using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Strategies;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Tests.Composition;

public sealed class HandlerCensusTests
{
    private readonly ServiceCollection _services = new();

    [Fact]
    public void One_handler_for_each_request_of_the_role_is_right()
    {
        _services.AddSingleton<IRequestHandler<ResolveConflict, MergeOutcome>, StrategyAdapter>();

        HandlerCensus.Check("aurix.test", Roles.Strategy, _services);
    }

    [Fact]
    public void A_request_that_nobody_answers_is_named() =>
        AssertRefused("HandlerMissing", "The module aurix.test serves 'strategy' but does not answer ResolveConflict.");

    [Fact]
    public void A_request_that_two_answer_is_named()
    {
        _services.AddSingleton<IRequestHandler<ResolveConflict, MergeOutcome>, StrategyAdapter>();
        _services.AddSingleton<IRequestHandler<ResolveConflict, MergeOutcome>, StrategyAdapter>();

        AssertRefused("HandlerDoubled", "The module aurix.test answers ResolveConflict 2 times.");
    }

    [Fact]
    public void A_request_of_another_role_is_named_with_that_role()
    {
        _services.AddSingleton<IRequestHandler<ResolveConflict, MergeOutcome>, StrategyAdapter>();
        _services.AddSingleton<IRequestHandler<DescribeVault, VaultDescription?>>(_ => throw new InvalidOperationException("Never made."));

        AssertRefused("HandlerMisplaced", "The module aurix.test serves 'strategy' but also answers DescribeVault, which belongs to 'crypto'.");
    }

    private void AssertRefused(string code, string message)
    {
        var wrong = Assert.Throws<ModuleException>(() => HandlerCensus.Check("aurix.test", Roles.Strategy, _services));
        Assert.Equal((code, message), (wrong.Code, wrong.Message));
    }
}
