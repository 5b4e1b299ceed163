using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Strategies;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Composition;

/// <summary>One loaded copy of a module: its code, its services, and the count of the requests that are inside it.</summary>
/// <remarks>A copy is let go only when it has been drained: no new lease is given, and the last one has come back.</remarks>
internal sealed class Generation(LoadedModule loaded, ServiceProvider services, CancellationTokenSource draining) : IAsyncDisposable
{
    private const long Closed = 1L << 62;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10); // longer keeps a hanging module's process alive, shorter cuts off a last commit

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _leases;

    public LoadedModule Loaded => loaded;

    public IServiceProvider Services => services;

    /// <summary>For a strategy, what is known of it without asking its code; null for a module.</summary>
    public StrategyFacts? Strategy { get; init; }

    /// <summary>Enters the copy, unless it is being drained.</summary>
    public bool TryLease()
    {
        if ((Interlocked.Increment(ref _leases) & Closed) == 0)
        {
            return true;
        }

        Release();
        return false;
    }

    /// <summary>Leaves the copy.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == Closed)
        {
            _drained.TrySetResult();
        }
    }

    public Task StartAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        Task.Run(async () => await loaded.Module.StartAsync(services, cancellationToken), cancellationToken).WaitAsync(limit, cancellationToken);

    /// <summary>Drains, stops, lets go of the code.</summary>
    public async ValueTask DisposeAsync()
    {
        Interlocked.Or(ref _leases, Closed);
        if (Volatile.Read(ref _leases) == Closed)
        {
            _drained.TrySetResult();
        }

        await draining.CancelAsync();
        try
        {
            await _drained.Task.WaitAsync(StopLimit);
            await Task.Run(async () => await loaded.Module.StopAsync(CancellationToken.None)).WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            throw new ModuleException("StopTimeout", $"The module {loaded.Manifest.Id} did not stop within {StopLimit.TotalSeconds:0} s.", "What was acknowledged is safe; report it to the module's author.");
        }
        catch (Exception failure) when (ModuleFault.IsOwn(failure))
        {
            throw ModuleFault.From(this, nameof(IModule.StopAsync), failure);
        }
        finally
        {
            await services.DisposeAsync();
            draining.Dispose();
            loaded.Loader.Dispose();
        }
    }
}
