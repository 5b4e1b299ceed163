using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Conflict;

/// <summary>Asks one strategy to join heads. The host answers with the plugin that serves <paramref name="Strategy"/>.</summary>
/// <remarks>
/// The host holds a third party's strategy to its contract on every call. One that breaks it is set aside with a reason, and this call
/// answers <see cref="MergeOutcome.Decline"/>; later calls find nobody.
/// </remarks>
/// <exception cref="Errors.ModuleException"><c>StrategyMissing</c>: nobody serves it, or it was set aside.</exception>
[RoutedTo(Roles.Strategy)]
public sealed record ResolveConflict(string Strategy, MergeInput Input) : IRequest<MergeOutcome>, IRoutedByName
{
    string IRoutedByName.RouteName => Strategy;

    /// <summary>The strategy, not the content.</summary>
    public override string ToString() => $"{nameof(ResolveConflict)} by {Strategy}";
}

/// <summary>Asks which strategies serve, by id. One that was set aside is not among them.</summary>
[RoutedTo(Roles.Host)]
public sealed record ListStrategies : IRequest<ImmutableArray<StrategyInfo>>;
