using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Runs what the modules want done again and again, with Quartz. A job is a message: no scheduler holds on to a module's code.</summary>
internal sealed class JobScheduler : IAsyncDisposable
{
    private readonly AurixHost _host;
    private readonly ServiceProvider _services;
    private readonly IScheduler _scheduler;
    private readonly HashSet<string> _added = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, Timing> _planned = ImmutableSortedDictionary<string, Timing>.Empty;
    private readonly StopSignal _stop;

    private JobScheduler(AurixHost host, ServiceProvider services, IScheduler scheduler)
    {
        _host = host;
        _services = services;
        _stop = services.GetRequiredService<StopSignal>();
        _scheduler = scheduler;
    }

    /// <summary>When each job runs now, by its name.</summary>
    public ImmutableSortedDictionary<string, Timing> Planned => _planned;

    /// <summary>Starts every job of the host's modules as it is configured, or else at once and then at its own interval.</summary>
    public static async Task<JobScheduler> StartAsync(AurixHost host, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(host);
        services.AddSingleton(host.Logging);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<StopSignal>();
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddQuartz(quartz => quartz.UseInMemoryStore());
        var provider = services.BuildServiceProvider();
        var jobs = new JobScheduler(host, provider, await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken));
        await jobs.ApplyAsync(cancellationToken);
        await jobs._scheduler.Start(cancellationToken);
        return jobs;
    }

    /// <summary>Schedules anew what shall run at other times than before, and answers that, one line each. A run that is under way goes on.</summary>
    public async Task<ImmutableArray<string>> ApplyAsync(CancellationToken cancellationToken)
    {
        var wanted = _host.Configuration.Timings(_host.Jobs);
        var changes = ImmutableArray.CreateBuilder<string>();
        foreach (var name in wanted.Keys.Union(_planned.Keys).Order(StringComparer.Ordinal))
        {
            var (before, after) = (_planned.GetValueOrDefault(name), wanted.GetValueOrDefault(name));
            if (before != after)
            {
                await ScheduleAsync(name, after ?? new Timing.Off(), cancellationToken);
                changes.Add($"{ConfigurationKeys.Schedules}.{name}: {before?.ToString() ?? "off"} to {after?.ToString() ?? "off"}");
            }
        }

        _planned = wanted;
        return changes.ToImmutable();
    }

    /// <summary>Starts no job any more, lets those that run finish, cuts off at their next safe point those that take too long, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CutOffAfterPatienceAsync(_scheduler.Shutdown(waitForJobsToComplete: true).AsTask());
        await _services.DisposeAsync();
    }

    // The job itself stays when only its times change: two runs of it must not meet.
    private async Task ScheduleAsync(string name, Timing timing, CancellationToken cancellationToken)
    {
        var trigger = new TriggerKey(name);
        await _scheduler.UnscheduleJob(trigger, cancellationToken);
        if (timing is Timing.Off)
        {
            return;
        }

        if (_added.Add(name))
        {
            await _scheduler.AddJob(JobBuilder.Create<MessageJob>().WithIdentity(name).UsingJobData(MessageJob.NameKey, name).StoreDurably().Build(), cancellationToken: cancellationToken);
        }

        var builder = TriggerBuilder.Create().WithIdentity(trigger).ForJob(name);
        builder = timing is Timing.At at
            ? builder.WithCronSchedule(at.Cron)
            : builder.StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(((Timing.Every)timing).Interval).RepeatForever());
        try
        {
            await _scheduler.ScheduleJob(builder.Build(), cancellationToken: cancellationToken);
        }
        catch (SchedulerException)
        {
            ConfigurationLog.NeverRuns(_host.Logging.CreateLogger("Aurix.Platform.Host"), name, timing.ToString()!);
        }
    }
}
