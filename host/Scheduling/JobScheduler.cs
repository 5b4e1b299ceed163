using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Runs what the modules want done again and again, and what a person scheduled, with Quartz. A job is a message: no scheduler holds on to a module's code.</summary>
/// <remarks>Of several daemons on a data folder one has the turn and runs the schedules; when it ends, another takes over. What is for each process runs in all of them.</remarks>
internal sealed class JobScheduler : IAsyncDisposable
{
    // A daemon that takes over does so within this time. Shorter would only open a file more often.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(10);

    private readonly AurixHost _host;
    private readonly TimeProvider _time;
    private readonly ScheduleDatabase _database;
    private readonly ScheduleBook _book;
    private readonly Waker _waker;
    private readonly StopSignal _stop;
    private readonly ServiceCollection _shared = new();
    private readonly SchedulePlan _plan = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ILogger _logger;
    private readonly IDisposable _listening;
    private QuartzEngine _memory = null!;
    private QuartzEngine? _stored;
    private Turn? _turn;
    private Task _taking = Task.CompletedTask;

    private JobScheduler(AurixHost host, TimeProvider time)
    {
        (_host, _time, _logger, _database) = (host, time, host.Logging.CreateLogger("Aurix.Platform.Host"), ScheduleDatabase.Open(host.Settings.HostFolder));
        (_book, _stop) = (new(_database), new(time));
        var (history, waiting) = (new RunHistory(_database), new WaitingRuns(_database));
        var gate = new JobGate(new(host.Settings.HostFolder), history, waiting, time);
        _waker = new(_plan, gate, history, waiting, _database, time);
        _shared.AddSingleton(host.Logging).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddSingleton(time);
        _shared.AddSingleton(_plan).AddSingleton(gate).AddSingleton(new JobRun(host, history, waiting, _stop, time));
        _listening = host.Listeners.Listen<ConditionsChanged>(change => _ = QuietlyAsync(WakeAsync));
    }

    /// <summary>When each job of the modules runs now, by its name.</summary>
    public ImmutableSortedDictionary<string, Timing> Planned { get; private set; } = ImmutableSortedDictionary<string, Timing>.Empty;

    /// <summary>Whether this process runs the schedules, and no other.</summary>
    public bool HasTurn => _stored is not null;

    /// <summary>Starts what is scheduled: what is kept on disk when it is due, what is not at once and then at its interval.</summary>
    /// <exception cref="StoreException"><c>ScheduleTrouble</c>: the schedules cannot be read.</exception>
    public static async Task<JobScheduler> StartAsync(AurixHost host, TimeProvider time, CancellationToken cancellationToken)
    {
        var jobs = new JobScheduler(host, time);
        jobs._memory = await QuartzEngine.MakeAsync(jobs._shared, database: null, cancellationToken);
        await jobs._memory.StartAsync(cancellationToken);
        try
        {
            if (!await jobs.TakeTurnAsync(cancellationToken))
            {
                HostLog.AnotherSchedules(jobs._logger);
                await jobs.ApplyAsync(cancellationToken);
                jobs._taking = jobs.TakeTurnWhenFreeAsync(jobs._closing.Token);
            }

            return jobs;
        }
        catch
        {
            await jobs.DisposeAsync(); // the turn is another's
            throw;
        }
    }

    /// <summary>Schedules anew what shall run at other times than before, and answers that of the modules' jobs, one line each. A run that is under way goes on.</summary>
    public async Task<ImmutableArray<string>> ApplyAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var wanted = _host.Configuration.Timings(_host.Jobs);
            var changes = SchedulePlan.Changes(Planned, wanted);
            Planned = wanted;
            _plan.Replace(SchedulePlan.Of(_host, _book));
            var due = _plan.All.Values.Where(schedule => schedule is { IsPaused: false, Timing: not Timing.Off }).ToList();
            await _memory.ReconcileAsync(due.FindAll(schedule => !schedule.IsStored && (HasTurn || schedule.IsForEachProcess)), cancellationToken);
            if (_stored is { } stored)
            {
                await stored.ReconcileAsync(due.FindAll(schedule => schedule.IsStored), cancellationToken);
            }

            return changes;
        }
        catch (JobPersistenceException failure)
        {
            throw _database.Trouble(failure);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Starts what waits and may start now.</summary>
    public Task WakeAsync(CancellationToken cancellationToken) => _stored is { } stored ? _waker.WakeAsync(stored, cancellationToken) : Task.CompletedTask;

    /// <summary>When a round of sync runs next by a schedule of this process; null when none will.</summary>
    public Task<NextRun?> NextRoundAsync(CancellationToken cancellationToken) => NextRun.OfAsync(_host.Jobs.First(job => job.Request is RunSyncRound).Name, _stored is { } stored ? [_memory, stored] : [_memory], _database, cancellationToken);

    /// <summary>Runs a schedule now, whatever its hours and conditions are. False when this process runs none of that name.</summary>
    public async Task<bool> RunNowAsync(string name, CancellationToken cancellationToken)
    {
        if (_stored is not { } stored || !_plan.All.TryGetValue(name, out var schedule))
        {
            return false;
        }

        await (schedule.IsStored ? stored : _memory).OnceAsync(schedule, QuartzEngine.Asked, at: null, cancellationToken);
        return true;
    }

    /// <summary>Starts no job any more, lets those that run finish, cuts off at their next safe point those that take too long, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _taking;
        _listening.Dispose();
        await _stop.CutOffAfterPatienceAsync(Task.WhenAll(_memory.StopAsync(), DropStoredAsync()));
        await _memory.DisposeAsync();
        _turn?.Dispose();
        _closing.Dispose();
        _one.Dispose();
        _stop.Dispose();
    }

    private async Task<bool> TakeTurnAsync(CancellationToken cancellationToken)
    {
        if ((_turn ??= Turn.TryTake(_host.Settings.HostFolder)) is null)
        {
            return false;
        }

        QuartzTables.DropOthers(_database);
        try
        {
            _stored = await QuartzEngine.MakeAsync(_shared, _database, cancellationToken);
            await ApplyAsync(cancellationToken);
            _waker.TakeAbandoned();
            await _stored.StartAsync(cancellationToken);
            await WakeAsync(cancellationToken);
            return true;
        }
        catch (Exception failure)
        {
            await DropStoredAsync();
            if (failure is SchedulerException)
            {
                throw _database.Trouble(failure);
            }

            throw;
        }
    }

    private async Task DropStoredAsync()
    {
        if (Interlocked.Exchange(ref _stored, null) is { } stored)
        {
            await stored.StopAsync();
            await stored.DisposeAsync();
        }
    }

    private async Task TakeTurnWhenFreeAsync(CancellationToken cancellationToken)
    {
        while (!HasTurn && !cancellationToken.IsCancellationRequested)
        {
            await QuietlyAsync(TakeTurnAsync);
            await Task.Delay(BetweenTries, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Nobody waits for the answer: it is in the log.
    private async Task QuietlyAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_closing.Token);
        }
        catch (Exception failure) when (failure is AurixException or SchedulerException or OperationCanceledException or ObjectDisposedException)
        {
            HostLog.SchedulesFailed(_logger, failure.Message);
        }
    }
}
