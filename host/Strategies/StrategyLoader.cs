using Aurix.Platform.Conflict;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Strategies;

/// <summary>Makes a copy of a strategy that can serve: from its folder over the stage into a load context, composed, counted, and started.</summary>
internal sealed class StrategyLoader(ModuleIntake intake, StartMarks marks, StrategyQuarantine quarantine, IMediator mediator, ILoggerFactory logging, TimeProvider time)
{
    /// <summary>Copies the folder's content and answers what would be loaded, without running any of it.</summary>
    public StagedModule Stage(string folder)
    {
        var staged = intake.Take(folder);
        var manifest = staged.Manifest;
        if (manifest.Role != Roles.Strategy)
        {
            throw new ModuleException("NotAStrategy", $"The module {manifest.Id} in '{folder}' serves '{manifest.Role}' and is no strategy.", "Stop Aurix to install such a module.");
        }

        if (!manifest.Platform.IsEmpty || !manifest.Uses.IsEmpty)
        {
            throw new ModuleException("StrategyRefused", $"The strategy module {manifest.Id} asks for other roles or for libraries of the whole process, which no strategy gets.", "Leave 'uses' and 'platform' empty in its module.json.");
        }

        return staged;
    }

    /// <summary>Loads what was staged. The caller owns the copy.</summary>
    /// <param name="staged">What to load.</param>
    /// <param name="byOwner">Whether its owner asked for it: then it is tried although it ended the process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModuleException">It cannot serve; the message says why.</exception>
    public async Task<Generation> LoadAsync(StagedModule staged, bool byOwner, CancellationToken cancellationToken)
    {
        if (byOwner)
        {
            marks.Forgive(staged.Hash);
        }

        using var mark = marks.Begin(staged);
        var started = time.GetTimestamp();
        Generation? generation = null;
        try
        {
            generation = Patience.Compose(staged, time, () => Compose(staged));
            var load = time.GetElapsedTime(started);
            await generation.StartAsync(ModuleComposer.StartLimit, cancellationToken);
            generation.Took = (load, generation.Took.Start);
            marks.Forgive(staged.Hash);
            return generation;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await (generation?.LetGoAsync(logger: null) ?? Task.CompletedTask);
            throw problem is AurixException && !ModuleFault.IsOwn(problem) ? problem : ModuleComposer.Typed(staged, problem);
        }
    }

    private Generation Compose(StagedModule staged)
    {
        var loaded = ModuleLoader.Load(staged);
        try
        {
            return Compose(staged, loaded);
        }
        catch
        {
            loaded.Loader.Dispose();
            throw;
        }
    }

    private Generation Compose(StagedModule staged, LoadedModule loaded)
    {
        var draining = new DrainSignal();
        var nobody = new GuardedMediator(mediator, loaded.Manifest.Id, new HashSet<string>());
        var services = new ServiceCollection();
        loaded.Module.Configure(services, new ModuleContext(loaded.Manifest.Id, loaded.Manifest.Folder, new Dictionary<string, string>(), nobody, logging, time, draining));
        if (services.Count(service => service.ServiceType == typeof(IConflictStrategy)) != 1)
        {
            throw new ModuleException("StrategyMissing", $"The module {loaded.Manifest.Id} in '{loaded.Manifest.Folder}' does not bring exactly one strategy.", "Derive its module from StrategyModule, and give each strategy a folder of its own.");
        }

        services.AddSingleton<StrategyAdapter>();
        services.AddSingleton<StrategyTrial>();
        services.AddSingleton<IRequestHandler<ResolveConflict, MergeOutcome>>(provider => provider.GetRequiredService<StrategyAdapter>());
        services.AddSingleton(quarantine);
        services.AddSingleton(time);
        HandlerCensus.Check(loaded.Manifest.Id, Roles.Strategy, services);
        services.AddSingleton(provider => Facts(staged, loaded, provider.GetRequiredService<IConflictStrategy>().Info));
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IRequestHandler<ResolveConflict, MergeOutcome>>();
        return new Generation(loaded, provider, draining) { Strategy = provider.GetRequiredService<StrategyFacts>() };
    }

    private static StrategyFacts Facts(StagedModule staged, LoadedModule loaded, StrategyInfo? info) =>
        info is { Id.Length: > 0, Summary: not null, Version: > 0 }
            ? new(staged.Manifest, loaded.Version, info with { }, staged.AssemblyHash, staged.IsOurs)
            : throw new ModuleException("StrategyUnnamed", $"The strategy in '{staged.Manifest.Folder}' does not say its id and a version above 0.", "Give its Info an id, a version and a summary.");
}
