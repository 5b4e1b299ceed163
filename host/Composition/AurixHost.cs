using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Swapping;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>A composed and started Aurix over one data directory: what a command, the daemon and the demo work with.</summary>
internal sealed class AurixHost : IAsyncDisposable
{
    private readonly ModuleSwapper _swapper;

    internal AurixHost(HostSettings settings, ILoggerFactory logging, IMediator mediator, HostListeners listeners, SlotTable slots, Generations generations, ModuleSwapper swapper, SetAsideModules aside)
    {
        Settings = settings;
        Logging = logging;
        Mediator = mediator;
        Listeners = listeners;
        Aside = aside;
        Slots = slots;
        Generations = generations;
        _swapper = swapper;
    }

    public HostSettings Settings { get; }

    /// <summary>What was configured, and how it is changed while the host runs.</summary>
    public required LiveConfiguration Configuration { get; init; }

    /// <summary>What the host wants done by itself under given settings.</summary>
    public Func<HostSettings, ImmutableArray<JobSpec>> OwnJobs { get; init; } = _ => [];

    public ILoggerFactory Logging { get; }

    /// <summary>The way to every module.</summary>
    public IMediator Mediator { get; }

    public HostListeners Listeners { get; }

    /// <summary>Module folders that were not loaded, and why. The rest works.</summary>
    public ImmutableArray<ModuleDescription> SetAside => Aside.Described;

    /// <summary>The same, to be tried again.</summary>
    internal SetAsideModules Aside { get; }

    /// <summary>Who serves what now: for those who watch, never for those who call.</summary>
    internal SlotTable Slots { get; }

    /// <summary>Every loaded copy.</summary>
    internal Generations Generations { get; }

    /// <summary>What the host and the modules want done again and again, and what else of extensions was scheduled.</summary>
    public IEnumerable<JobSpec> Jobs => Configuration.WithConfigured([.. OwnJobs(Configuration.Current), .. Generations.All.SelectMany(generation => generation.Services.GetServices<JobSpec>())]);

    /// <summary>Stops the modules, users before used.</summary>
    public async ValueTask DisposeAsync()
    {
        await _swapper.DisposeAsync(); // one that is half done ends first, or a copy would be left behind
        await StopAsync(Generations.All, Logging.CreateLogger("Aurix.Platform.Host"));
    }

    /// <summary>Stops every one, also when one of them fails to; the first failure is told when all have been asked. That of an extension is for the log: what was asked of the host is done.</summary>
    internal static async ValueTask StopAsync(IEnumerable<Generation> startOrder, ILogger? logger = null)
    {
        ExceptionDispatchInfo? first = null;
        foreach (var generation in startOrder.Reverse())
        {
            try
            {
                await generation.DisposeAsync();
            }
            catch (AurixException failure) when (logger is not null && generation.Loaded.Manifest.Role == Roles.Extension)
            {
                HostLog.StopFailed(logger, failure.Message);
            }
            catch (Exception failure)
            {
                first ??= ExceptionDispatchInfo.Capture(failure);
            }
        }

        first?.Throw();
    }
}
