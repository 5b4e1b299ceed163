using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Loads a strategy's module anew from its folder while it serves: new calls go to the new copy, running ones end in the old one, which is then unloaded.</summary>
/// <remarks>Also brings in a strategy whose folder is new, and gives one that was set aside another try. If the new copy does not load, the old one goes on.</remarks>
/// <param name="Strategy">The strategy's id.</param>
/// <exception cref="Errors.ModuleException">Nothing in the modules folder brings the strategy, or what is there does not load.</exception>
[RoutedTo(Roles.Host)]
public sealed record ReloadStrategy(string Strategy) : IRequest<StrategyReloaded>;

/// <summary>How a reload ended.</summary>
/// <param name="Strategy">The strategy's id.</param>
/// <param name="Before">The version that served before, null when none did.</param>
/// <param name="After">The version that serves now.</param>
/// <param name="Hash">SHA-256 of the assembly that serves now, 64 hex digits.</param>
/// <param name="Unloaded">Whether the old copy's code is gone from memory; true when there was none.</param>
public sealed record StrategyReloaded(string Strategy, int? Before, int After, string Hash, bool Unloaded);
