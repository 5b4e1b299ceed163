using Aurix.Platform.Host.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>One scheduler of Quartz: in memory, or over the schedule's database. It knows names and times, and <see cref="MessageJob"/> does what they stand for.</summary>
internal sealed class QuartzEngine : IAsyncDisposable
{
    /// <summary>The group of triggers that fire when a schedule is due.</summary>
    public const string Due = "due";

    /// <summary>The group of triggers that fire once, for what waits.</summary>
    public const string Again = "again";

    /// <summary>The group of triggers that fire once, because a person asked for it now.</summary>
    public const string Asked = "asked";

    private readonly ServiceProvider _services;
    private readonly IScheduler _scheduler;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private QuartzEngine(ServiceProvider services, IScheduler scheduler)
    {
        (_services, _scheduler) = (services, scheduler);
        _time = services.GetRequiredService<TimeProvider>();
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Aurix.Platform.Host");
    }

    /// <summary>Makes one that has not started.</summary>
    /// <param name="shared">What <see cref="MessageJob"/> needs.</param>
    /// <param name="database">Where it keeps what it knows; null for memory.</param>
    /// <param name="cancellationToken">Ends the making.</param>
    public static async Task<QuartzEngine> MakeAsync(IServiceCollection shared, ScheduleDatabase? database, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        foreach (var service in shared)
        {
            services.TryAdd(service);
        }

        services.AddQuartz(quartz =>
        {
            if (database is null)
            {
                quartz.UseInMemoryStore();
                return;
            }

            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite(database.Sqlite, database.ConnectionString);
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
                store.ConfigureStore(options => options.StoreJobDataAsStrings = true); // names, never anything else
            });
        });
        var provider = services.BuildServiceProvider();
        try
        {
            return new(provider, await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken));
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken) => await _scheduler.Start(cancellationToken);

    /// <summary>Makes its triggers those of these schedules. What is as it was keeps the time at which it is due; a run that is under way goes on.</summary>
    public async Task ReconcileAsync(IReadOnlyCollection<Schedule> wanted, CancellationToken cancellationToken)
    {
        var names = wanted.Select(schedule => schedule.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var key in await _scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(Due), cancellationToken))
        {
            if (!names.Contains(key.Name))
            {
                await _scheduler.UnscheduleJob(key, cancellationToken);
                await _scheduler.UnscheduleJob(new(key.Name, Again), cancellationToken);
            }
        }

        foreach (var schedule in wanted)
        {
            var key = new TriggerKey(schedule.Name, Due);
            if ((await _scheduler.GetTrigger(key, cancellationToken))?.Description != Describe(schedule))
            {
                await _scheduler.UnscheduleJob(key, cancellationToken);
                await ScheduleAsync(schedule, key, cancellationToken);
            }
        }
    }

    /// <summary>Has a schedule run once.</summary>
    /// <param name="schedule">Which.</param>
    /// <param name="group">Why: <see cref="Again"/> or <see cref="Asked"/>. Of each there is one at a time.</param>
    /// <param name="at">When; null for now.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task OnceAsync(Schedule schedule, string group, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await AddJobAsync(schedule, cancellationToken);
        await OnceAsync(_scheduler, schedule, group, at ?? _time.GetUtcNow(), cancellationToken);
    }

    /// <summary>The same from within a run.</summary>
    public static async Task OnceAsync(IScheduler scheduler, Schedule schedule, string group, DateTimeOffset at, CancellationToken cancellationToken) =>
        await scheduler.ScheduleTrigger(Trigger(schedule, new(schedule.Name, group), scheduler.TimeProvider).StartAt(at).Build(), TriggerConflict.Replace, cancellationToken);

    /// <summary>When each trigger of a job fires next.</summary>
    public async Task<IEnumerable<NextRun>> NextAsync(string job, CancellationToken cancellationToken) =>
        (await _scheduler.GetTriggersOfJob(new(job), cancellationToken)).Where(trigger => trigger.NextFireTimeUtc is not null).Select(trigger => new NextRun(trigger.Key.Name, trigger.NextFireTimeUtc!.Value));

    /// <summary>Starts nothing any more, and ends when those that run have.</summary>
    public async Task StopAsync() => await _scheduler.Shutdown(waitForJobsToComplete: true);

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private async Task ScheduleAsync(Schedule schedule, TriggerKey key, CancellationToken cancellationToken)
    {
        await AddJobAsync(schedule, cancellationToken);
        var builder = Trigger(schedule, key, _time).WithDescription(Describe(schedule));
        var trigger = schedule.Timing is Timing.At at
            ? builder.WithCronSchedule(at.Cron, cron => cron.InTimeZone(_time.LocalTimeZone).WithMisfireInstruction(schedule.SkipsMissed ? CronTriggerMisfireInstruction.DoNothing : CronTriggerMisfireInstruction.FireAndProceed)).Build()
            : builder.StartAt(_time.GetUtcNow()).WithSimpleSchedule(simple => simple
                .WithInterval(((Timing.Every)schedule.Timing).Interval)
                .RepeatForever()
                .WithMisfireInstruction(schedule.SkipsMissed ? SimpleTriggerMisfireInstruction.NextWithExistingCount : SimpleTriggerMisfireInstruction.NowWithExistingCount)).Build();
        try
        {
            await _scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken);
        }
        catch (SchedulerException never) when (never is not JobPersistenceException)
        {
            ConfigurationLog.NeverRuns(_logger, schedule.Name, schedule.Timing.ToString()!);
        }
    }

    // One job for all schedules of it, and it stays when their times change: two runs of it must not meet.
    private async Task AddJobAsync(Schedule schedule, CancellationToken cancellationToken) =>
        await _scheduler.AddJob(JobBuilder.Create<MessageJob>().WithIdentity(schedule.Job).StoreDurably().Build(), AddJobOptions.Replacing, cancellationToken);

    private static TriggerBuilder<IJob> Trigger(Schedule schedule, TriggerKey key, TimeProvider time) =>
        TriggerBuilder.Create(time).WithIdentity(key).ForJob(schedule.Job).UsingJobData(MessageJob.ScheduleKey, schedule.Name);

    // Whatever changes when it is due. The zone, because a device travels.
    private string Describe(Schedule schedule) => $"{schedule.Job} {schedule.Timing}, missed: {(schedule.SkipsMissed ? "skip" : "run")}, {_time.LocalTimeZone.Id}";
}
