using System.Reflection;
using System.Runtime.CompilerServices;
using Aurix.Platform.Conflict;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Strategies;

/// <summary>Makes a copy of a strategy that can serve: from its folder over the stage into a load context, composed, counted, every method compiled, and started.</summary>
internal sealed class StrategyLoader(ModuleStage stage, StrategyQuarantine quarantine, IMediator mediator, ILoggerFactory logging, TimeProvider time)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30); // as for any module

    /// <summary>Copies the folder's content and answers what would be loaded, without running any of it.</summary>
    public StagedStrategy Stage(string folder)
    {
        var found = ModuleManifest.Read(folder);
        var staged = stage.Stage(folder);
        var manifest = ModuleManifest.Read(staged.Folder) with { Folder = folder };
        if (manifest.Role != Roles.Strategy || found.Role != Roles.Strategy)
        {
            throw new ModuleException("NotAStrategy", $"The module {manifest.Id} in '{folder}' serves '{manifest.Role}' and is no strategy.", "Stop Aurix to install such a module.");
        }

        if (!manifest.Platform.IsEmpty || !manifest.Uses.IsEmpty)
        {
            throw new ModuleException("StrategyRefused", $"The strategy module {manifest.Id} asks for other roles or for libraries of the whole process, which no strategy gets.", "Leave 'uses' and 'platform' empty in its module.json.");
        }

        return new(manifest, staged.Hashes[Path.GetFileName(manifest.AssemblyPath)], ShippedCode.Contains(staged.Code));
    }

    /// <summary>Loads what was staged. The caller owns the copy.</summary>
    /// <exception cref="ModuleException">It cannot serve; the message says why.</exception>
    public async Task<Generation> LoadAsync(StagedStrategy staged, CancellationToken cancellationToken)
    {
        var loaded = ModuleLoader.Load(staged.Manifest);
        Generation? generation = null;
        try
        {
            generation = Compose(staged, loaded);
            generation.Services.GetRequiredService<IRequestHandler<ResolveConflict, MergeOutcome>>();
            Compile(loaded.Module.GetType().Assembly);
            await generation.StartAsync(StartLimit, cancellationToken);
            return generation;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (generation is null)
            {
                loaded.Loader.Dispose();
            }
            else
            {
                await generation.DisposeAsync();
            }

            throw problem is AurixException && !ModuleFault.IsOwn(problem)
                ? problem
                : new ModuleException("ModuleBroken", $"'{staged.Manifest.FoundAt}' cannot be composed: {problem.GetType().Name}: {problem.Message.Split('\n')[0].Trim()}", "Install the module again, in a version for this host.");
        }
    }

    private Generation Compose(StagedStrategy staged, LoadedModule loaded)
    {
        var draining = new CancellationTokenSource();
        var nobody = new GuardedMediator(mediator, loaded.Manifest.Id, new HashSet<string>());
        var services = new ServiceCollection();
        loaded.Module.Configure(services, new ModuleContext(loaded.Manifest.Id, loaded.Manifest.Folder, new Dictionary<string, string>(), nobody, logging, time, draining.Token));
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
        return new Generation(loaded, provider, draining) { Strategy = provider.GetRequiredService<StrategyFacts>() };
    }

    private static StrategyFacts Facts(StagedStrategy staged, LoadedModule loaded, StrategyInfo? info) =>
        info is { Id.Length: > 0, Summary: not null, Version: > 0 }
            ? new(staged.Manifest, loaded.Version, info with { }, staged.Hash, staged.IsOurs)
            : throw new ModuleException("StrategyUnnamed", $"The strategy in '{staged.Manifest.Folder}' does not say its id and a version above 0.", "Give its Info an id, a version and a summary.");

    // A member that this host's contracts do not have is found now, while the old copy serves, and not by the first conflict.
    internal static void Compile(Assembly assembly)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters && (method.Attributes & MethodAttributes.PinvokeImpl) == 0)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
        }
    }
}

/// <summary>A strategy's module, copied and read but not loaded.</summary>
/// <param name="Manifest">What it says of itself; its assembly is the copy.</param>
/// <param name="Hash">SHA-256 of that assembly.</param>
/// <param name="IsOurs">Whether all its code was built with this host.</param>
internal sealed record StagedStrategy(ModuleManifest Manifest, string Hash, bool IsOurs);
