using Aurix.Platform.Conflict.Explaining;
using Aurix.Platform.Conflict.Handlers;
using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

[assembly: Module(typeof(Aurix.Platform.Conflict.ConflictModule))]

namespace Aurix.Platform.Conflict;

/// <summary>Joins heads that did not know of each other, as the policy says, and keeps every loser.</summary>
public sealed class ConflictModule : IModule
{
    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        services.AddSettings(ConflictOptions.Specs);
        services.TryAddSingleton(ConflictOptions.Parse(context.Settings));
        services.TryAddSingleton(provider => new Patience(
            Path.Combine(context.DataDirectory, "waiting.json"),
            provider.GetRequiredService<ConflictOptions>(),
            context.Time,
            provider.GetRequiredService<ILogger<Patience>>()));
        services.TryAddSingleton<PolicyReader>();
        services.TryAddSingleton<PolicyDescriber>();
        services.TryAddSingleton<PolicyWriter>();
        services.TryAddSingleton<StrategyCall>();
        services.TryAddSingleton<ConflictResolver>();
        services.TryAddSingleton<Decider>();
        services.TryAddSingleton<DocumentNormaliser>();
        services.TryAddSingleton<VersionWriter>();
        services
            .AddHandler<NormaliseDocumentsHandler>()
            .AddHandler<ListConflictsHandler>()
            .AddHandler<ExplainConflictHandler>()
            .AddHandler<UndoMergeHandler>()
            .AddHandler<AnswerConflictHandler>()
            .AddHandler<DryRunStrategyHandler>()
            .AddHandler<RetireParksHandler>()
            .AddHandler<PolicyRuleHandler>()
            .AddHandler<DescribePolicyHandler>();
    }
}
