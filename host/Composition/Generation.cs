using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Strategies;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>One loaded copy of a module: its code, its services, and the count of the requests that are inside it.</summary>
/// <remarks>A copy is let go only when it has been drained: no new lease is given, and the last one has come back.</remarks>
internal sealed class Generation(LoadedModule loaded, ServiceProvider services, DrainSignal draining) : IAsyncDisposable
{
    private const long Closed = 1L << 62;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10); // longer keeps a hanging module's process alive, shorter cuts off a last commit

    private readonly object?[] _handlers = new object?[MessageCatalog.Requests.Count];
    private readonly int[] _inside = new int[MessageCatalog.Requests.Count];
    private TaskCompletionSource _drained = NewDrain();
    private long _leases;
    private bool _isRunning;

    public LoadedModule Loaded => loaded;

    public IServiceProvider Services => services;

    /// <summary>Whether its code is in trouble, and so is not to be asked for a while.</summary>
    public Circuit Circuit { get; } = new();

    /// <summary>For a strategy, what is known of it without asking its code; null for a module.</summary>
    public StrategyFacts? Strategy { get; init; }

    /// <summary>How many requests and notifications are inside.</summary>
    public long Leases => Volatile.Read(ref _leases) & ~Closed;

    /// <summary>Whether its module was started, and not stopped since.</summary>
    public bool IsRunning => _isRunning;

    /// <summary>How long its code took to load and compose, and how long its module took to start: for the start-up report.</summary>
    public (TimeSpan Load, TimeSpan Start) Took { get; set; }

    /// <summary>Whether it was let go for good.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What is inside now, by the name of the request: who holds it when it does not drain.</summary>
    public IEnumerable<string> Inside => MessageCatalog.Names
        .Select((name, index) => (Name: name, Count: Volatile.Read(ref _inside[index])))
        .Where(request => request.Count > 0)
        .Select(request => request.Count == 1 ? request.Name : $"{request.Count} {request.Name}");

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
            Volatile.Read(ref _drained).TrySetResult();
        }
    }

    /// <summary>Notes a request that goes in, and answers who handles it.</summary>
    /// <param name="number">The request's place in the catalog.</param>
    public IRequestHandler<TRequest, TResponse> Enter<TRequest, TResponse>(int number)
        where TRequest : IRequest<TResponse>
    {
        Interlocked.Increment(ref _inside[number]);
        return (IRequestHandler<TRequest, TResponse>)(_handlers[number] ??= services.GetRequiredService<IRequestHandler<TRequest, TResponse>>());
    }

    /// <summary>Notes that a request has come out, and leaves the copy.</summary>
    public void Leave(int number)
    {
        Interlocked.Decrement(ref _inside[number]);
        Release();
    }

    public async Task StartAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        _isRunning = true; // also when it fails half way: what it took is to be given back
        var started = TimeProvider.System.GetTimestamp();
        await Task.Run(async () => await loaded.Module.StartAsync(services, cancellationToken), cancellationToken).WaitAsync(limit, cancellationToken);
        Took = (Took.Load, TimeProvider.System.GetElapsedTime(started));
    }

    /// <summary>Gives no lease any more; ends when the last one has come back.</summary>
    public async Task DrainAsync()
    {
        Volatile.Write(ref _drained, NewDrain());
        Interlocked.Or(ref _leases, Closed);
        if (Volatile.Read(ref _leases) == Closed)
        {
            _drained.TrySetResult();
        }

        await draining.FireAsync();
        await _drained.Task;
    }

    /// <summary>Lends again: the swap was given up.</summary>
    public void Reopen()
    {
        draining.Renew();
        Interlocked.And(ref _leases, ~Closed);
    }

    /// <summary>Tells the module to give everything back.</summary>
    /// <exception cref="ModuleException">It failed, or took longer than ten seconds.</exception>
    public async Task StopAsync()
    {
        _isRunning = false;
        try
        {
            await Task.Run(async () => await loaded.Module.StopAsync(CancellationToken.None)).WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            throw StopTimeout();
        }
        catch (Exception failure) when (ModuleFault.IsOwn(failure))
        {
            throw ModuleFault.From(this, nameof(IModule.StopAsync), failure);
        }
    }

    /// <summary>Drains, stops, lets go of the code.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await DrainAsync().WaitAsync(StopLimit);
            if (_isRunning)
            {
                await StopAsync();
            }
        }
        catch (TimeoutException)
        {
            throw StopTimeout();
        }
        finally
        {
            IsOver = true;
            await services.DisposeAsync();
            draining.Dispose();
            loaded.Loader.Dispose();
        }
    }

    /// <summary>The same for a copy in whose place another serves, or that never served: what it does wrong on its way out fails nobody.</summary>
    /// <param name="logger">Where that is told; null where what made it fail before is what has to be told.</param>
    public async Task LetGoAsync(ILogger? logger)
    {
        try
        {
            await DisposeAsync();
        }
        catch (AurixException failure)
        {
            if (logger is not null)
            {
                HostLog.StopFailed(logger, failure.Message);
            }
        }
    }

    private static TaskCompletionSource NewDrain() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ModuleException StopTimeout() =>
        new("StopTimeout", $"The module {loaded.Manifest.Id} did not stop within {StopLimit.TotalSeconds:0} s{(Inside.Any() ? $"; inside: {string.Join(", ", Inside)}" : "")}.", "What was acknowledged is safe; report it to the module's author.");
}
