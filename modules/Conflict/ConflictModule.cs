using Aurix.Platform.Conflict.Handlers;
using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: Module(typeof(Aurix.Platform.Conflict.ConflictModule))]

namespace Aurix.Platform.Conflict;

/// <summary>Joins heads that did not know of each other, as the policy says, and keeps every loser.</summary>
public sealed class ConflictModule : IModule
{
    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        services.TryAddSingleton<PolicyReader>();
        services.TryAddSingleton<PolicyDescriber>();
        services.TryAddSingleton<DocumentNormaliser>();
        services
            .AddHandler<NormaliseDocumentsHandler>()
            .AddHandler<ListConflictsHandler>()
            .AddHandler<UseStrategyHandler>()
            .AddHandler<DescribePolicyHandler>();
    }
}
