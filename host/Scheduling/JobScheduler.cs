using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Runs what the modules want done again and again, with Quartz. A job is a message: no scheduler holds on to a module's code.</summary>
internal sealed class JobScheduler : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IScheduler _scheduler;
    private readonly StopSignal _stop;

    private JobScheduler(ServiceProvider services, IScheduler scheduler)
    {
        _services = services;
        _stop = services.GetRequiredService<StopSignal>();
        _scheduler = scheduler;
    }

    /// <summary>Starts every job of the host's modules, at once and then at its interval.</summary>
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
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        foreach (var job in host.Jobs)
        {
            await scheduler.ScheduleJob(
                JobBuilder.Create<MessageJob>().WithIdentity(job.Name).UsingJobData(MessageJob.NameKey, job.Name).Build(),
                TriggerBuilder.Create().StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(job.Interval).RepeatForever()).Build(),
                cancellationToken: cancellationToken);
        }

        await scheduler.Start(cancellationToken);
        return new(provider, scheduler);
    }

    /// <summary>Starts no job any more, lets those that run finish, cuts off at their next safe point those that take too long, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CutOffAfterPatienceAsync(_scheduler.Shutdown(waitForJobsToComplete: true).AsTask());
        await _services.DisposeAsync();
    }
}
