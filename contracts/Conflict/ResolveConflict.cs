using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Conflict;

/// <summary>Asks one strategy to join heads. The host answers with the plugin that serves <paramref name="Strategy"/>.</summary>
/// <exception cref="Errors.ModuleException"><c>StrategyMissing</c>: nobody serves it; or the strategy failed.</exception>
[RoutedTo(Roles.Strategy)]
public sealed record ResolveConflict(string Strategy, MergeInput Input) : IRequest<MergeOutcome>, IRoutedByName
{
    string IRoutedByName.RouteName => Strategy;

    /// <summary>The strategy, not the content.</summary>
    public override string ToString() => $"{nameof(ResolveConflict)} by {Strategy}";
}

/// <summary>Asks which strategies are loaded, by id.</summary>
[RoutedTo(Roles.Host)]
public sealed record ListStrategies : IRequest<ImmutableArray<StrategyInfo>>;
