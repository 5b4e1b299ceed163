using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Conflict;

/// <summary>The whole front door of a strategy plugin: derive from it, and name the class in <see cref="ModuleAttribute"/>.</summary>
/// <typeparam name="TStrategy">The strategy.</typeparam>
public abstract class StrategyModule<TStrategy> : IModule
    where TStrategy : class, IConflictStrategy
{
    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context) => services.AddSingleton<IConflictStrategy, TStrategy>();
}
