using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Makes a copy of a module that can serve: loads what was staged, lets it register, counts its handlers.</summary>
internal sealed class ModuleComposer(LiveSettings settings, IMediator mediator, ILoggerFactory logging, TimeProvider time)
{
    public static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30); // a store of millions opens within a second; a module that needs longer hangs

    /// <summary>The settings that the next copy gets.</summary>
    public LiveSettings Settings => settings;

    /// <summary>Loads and composes. The caller owns the copy.</summary>
    /// <exception cref="ModuleException">It cannot serve; the message says why.</exception>
    /// <exception cref="SettingsRefusedException">It does not take its settings.</exception>
    public Generation Compose(StagedModule staged, string role) => Compose(staged, role, settings.Current);

    /// <summary>The same with settings that do not hold yet.</summary>
    public Generation Compose(StagedModule staged, string role, HostSettings current) => Patience.Compose(staged, time, () => ComposeNow(staged, role, current));

    /// <summary>Starts a copy; one that fails is let go.</summary>
    /// <exception cref="ModuleException"><c>StartTimeout</c>, <c>ModuleFault</c>, or what it said itself.</exception>
    public static async Task StartAsync(Generation generation, CancellationToken cancellationToken)
    {
        try
        {
            await generation.StartAsync(StartLimit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ModuleException("StartTimeout", $"The module {generation.Loaded.Manifest.Id} did not start within {StartLimit.TotalSeconds:0} s.", "Install another version of it, or report it to the module's author.");
        }
        catch (Exception failure) when (ModuleFault.IsOwn(failure) && (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            throw ModuleFault.From(generation, nameof(IModule.StartAsync), failure);
        }
    }

    /// <summary>Makes every handler: what cannot be made is found while the old copy serves, and not by the first request.</summary>
    /// <exception cref="ModuleException"><c>ModuleBroken</c>.</exception>
    public static void Warm(Generation generation, string role)
    {
        try
        {
            foreach (var request in MessageCatalog.RequestsOf(role))
            {
                generation.Services.GetRequiredService(MessageCatalog.HandlerOf(request));
            }
        }
        catch (Exception problem)
        {
            throw Typed(generation.Loaded.Staged, problem);
        }
    }

    /// <summary>What a module did while it was loaded, as text: an exception of its own would keep its code in memory.</summary>
    public static ModuleException Typed(StagedModule staged, Exception problem) => problem as ModuleException
        ?? new ModuleException("ModuleBroken", $"'{staged.Manifest.FoundAt}' cannot be composed: {problem.GetType().Name}: {problem.Message.Split('\n')[0].Trim()}", "Install the module again, in a version for this host.");

    private Generation ComposeNow(StagedModule staged, string role, HostSettings current)
    {
        var started = time.GetTimestamp();
        var loaded = ModuleLoader.Load(staged);
        try
        {
            var generation = Compose(loaded, role, current);
            generation.Took = (time.GetElapsedTime(started), TimeSpan.Zero);
            return generation;
        }
        catch (SettingsRefusedException)
        {
            loaded.Loader.Dispose();
            throw;
        }
        catch (Exception problem)
        {
            loaded.Loader.Dispose();
            throw Typed(staged, problem);
        }
    }

    private Generation Compose(LoadedModule loaded, string role, HostSettings current)
    {
        var place = role == Roles.Extension ? Path.Combine(role, loaded.Manifest.Id) : role; // any number of modules serve that one
        var section = role == Roles.Extension ? ConfigurationKeys.SectionOf(loaded.Manifest.Id) : role;
        var data = OwnerOnly.CreateFolder(OwnerOnly.CreateFolder(current.DataDirectory), place);
        var draining = new DrainSignal();
        var guarded = new GuardedMediator(mediator, loaded.Manifest.Id, loaded.Manifest.Uses.ToHashSet(StringComparer.Ordinal));
        var context = new ModuleContext(loaded.Manifest.Id, data, ImmutableDictionary<string, string>.Empty, guarded, logging, time, draining);
        var knowledge = Ask(loaded, section, context);
        settings.Learn(knowledge);
        var given = current.For(section, knowledge.Settings);
        context = context with { Settings = given };
        var services = Services(context);
        try
        {
            loaded.Module.Configure(services, context);
        }
        catch (UsageException refused) when (refused.GetType().Assembly == typeof(UsageException).Assembly)
        {
            throw new SettingsRefusedException(new($"settings.{section}", refused.Message, refused.NextStep));
        }

        HandlerCensus.Check(loaded.Manifest.Id, role, services);
        return new Generation(loaded, services.BuildServiceProvider(), draining);
    }

    // A name of the environment can be told only when the module has said which settings it knows, and all mistakes only when every module has.
    private ModuleKnowledge Ask(LoadedModule loaded, string section, ModuleContext context)
    {
        var services = Services(context);
        try
        {
            loaded.Module.Configure(services, context);
        }
        catch (Exception)
        {
            // it cannot be without settings: what it registered until here is what it knows
        }

        return ModuleKnowledge.From(section, services);
    }

    private ServiceCollection Services(ModuleContext context)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IModuleContext>(context);
        services.AddSingleton(context.Mediator);
        services.AddSingleton(time);
        services.AddSingleton(logging);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        return services;
    }
}
