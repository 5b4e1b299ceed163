using System.Reflection;
using System.Runtime.CompilerServices;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Makes a copy of a module that can serve: loads what was staged, lets it register, counts its handlers.</summary>
internal sealed class ModuleComposer(HostSettings settings, IMediator mediator, ILoggerFactory logging, TimeProvider time)
{
    public static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30); // a store of millions opens within a second; a module that needs longer hangs

    /// <summary>Loads and composes. The caller owns the copy.</summary>
    /// <exception cref="ModuleException">It cannot serve; the message says why.</exception>
    public Generation Compose(StagedModule staged, string role)
    {
        var started = time.GetTimestamp();
        var loaded = ModuleLoader.Load(staged);
        try
        {
            var generation = Compose(loaded, role);
            generation.Took = (time.GetElapsedTime(started), TimeSpan.Zero);
            return generation;
        }
        catch (Exception problem)
        {
            loaded.Loader.Dispose();
            throw Typed(staged, problem);
        }
    }

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

    /// <summary>Compiles every method and makes every handler: a member that this host's contracts do not have is found while the old copy serves, and not by the first request.</summary>
    /// <exception cref="ModuleException"><c>ModuleBroken</c>.</exception>
    public static void Warm(Generation generation, string role)
    {
        try
        {
            Compile(generation.Loaded.Module.GetType().Assembly);
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

    public static void Compile(Assembly assembly)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            {
                // A delegate's methods are the runtime's: there is nothing to compile, and BeginInvoke cannot even be asked for.
                var isCode = (method.MethodImplementationFlags & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.IL && (method.Attributes & MethodAttributes.PinvokeImpl) == 0;
                if (isCode && !method.IsAbstract && !method.ContainsGenericParameters)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
        }
    }

    private Generation Compose(LoadedModule loaded, string role)
    {
        var data = OwnerOnly.CreateFolder(OwnerOnly.CreateFolder(settings.DataDirectory), role);
        var draining = new DrainSignal();
        var guarded = new GuardedMediator(mediator, loaded.Manifest.Id, loaded.Manifest.Uses.ToHashSet(StringComparer.Ordinal));
        var context = new ModuleContext(loaded.Manifest.Id, data, settings.For(role), guarded, logging, time, draining);
        var services = new ServiceCollection();
        services.AddSingleton<IModuleContext>(context);
        services.AddSingleton<IMediator>(guarded);
        services.AddSingleton(time);
        services.AddSingleton(logging);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        loaded.Module.Configure(services, context);
        HandlerCensus.Check(loaded.Manifest.Id, role, services);
        return new Generation(loaded, services.BuildServiceProvider(), draining);
    }
}
