using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Composition;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Scheduling;

/// <summary>A host over a data folder and a clock of the test's own, with the jobs <c>storage.care</c> and <c>sync.round</c>, which never run by themselves. The test sees each run and says how it ends.</summary>
internal sealed class ScheduledHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-schedule-").FullName;
    private readonly Channel<IRequest<JobOutcome>> _runs = Channel.CreateUnbounded<IRequest<JobOutcome>>();
    private readonly List<Generation> _generations = [];

    private ScheduledHost(DateTimeOffset now, string zone)
    {
        PlatformContext.Instance.Adopt(ModuleManifest.Read(Path.Combine(Repository.BuiltModules, "Storage")));
        Time = new(now);
        Time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone));
    }

    public FakeTimeProvider Time { get; }

    public string HostFolder => Path.Combine(_folder, Roles.Host);

    public ScheduleDatabase Database => ScheduleDatabase.Open(HostFolder);

    public ScheduleBook Book => new(Database);

    public RunHistory History => new(Database);

    /// <summary>How a run ends; at once and well unless the test says otherwise.</summary>
    public Func<CancellationToken, Task<JobOutcome>> Work { get; set; } = _ => Task.FromResult(new JobOutcome(true, "done"));

    public AurixHost Host { get; private set; } = null!;

    /// <param name="now">What the clock says.</param>
    /// <param name="care">The job <c>storage.care</c>, where it shall run by itself.</param>
    public static async Task<ScheduledHost> AtAsync(string now, JobSpec? care = null)
    {
        var host = new ScheduledHost(Moment(now), "Europe/Berlin");
        host.Host = await host.ComposeAsync(care ?? new JobSpec("storage.care", Timeout.InfiniteTimeSpan, new CareForStore()));
        return host;
    }

    public static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public Task<JobScheduler> StartAsync() => JobScheduler.StartAsync(Host, Time, CancellationToken.None);

    /// <summary>The next run that begins.</summary>
    public async Task<IRequest<JobOutcome>> NextRunAsync() => await _runs.Reader.ReadAsync();

    /// <summary>Whether a run has begun that nobody asked after.</summary>
    public bool HasRun => _runs.Reader.TryPeek(out _);

    /// <summary>When a schedule is due next.</summary>
    public DateTimeOffset? Next(string schedule) => QuartzTables.Next(Database).TryGetValue(schedule, out var next) ? next : null;

    /// <summary>The history, when it has come to this many runs that ended.</summary>
    public async Task<ImmutableArray<RunRecord>> HistoryOfAsync(int ended)
    {
        var runs = ImmutableArray<RunRecord>.Empty;
        await UntilAsync(() => (runs = History.Newest(null)).Count(run => run.Ended is not null) >= ended);
        return runs;
    }

    /// <summary>Waits for what other threads do and write down.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var generation in _generations)
        {
            await generation.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<AurixHost> ComposeAsync(JobSpec care)
    {
        var handler = new Handler(this);
        var storage = await ServeAsync(services => services
            .AddSingleton(care)
            .AddSingleton<IRequestHandler<CareForStore, JobOutcome>>(handler));
        var sync = await ServeAsync(services => services
            .AddSingleton(new JobSpec("sync.round", Timeout.InfiniteTimeSpan, new RunSyncRound()))
            .AddSingleton<IRequestHandler<RunSyncRound, JobOutcome>>(handler));
        var slots = Serving.Slots((Roles.Storage, storage), (Roles.Sync, sync));
        var listeners = new HostListeners();
        var settings = new HostSettings(_folder, "", ImmutableDictionary<string, string>.Empty);
        var all = new Generations();
        _generations.ForEach(all.Add);
        IMediator mediator = null!;
        var conditions = new ConditionsHandler(new(HostFolder), new Late(() => mediator), Time);
        var handlers = MessageCatalog.RequestsOf(Roles.Host).ToDictionary(MessageCatalog.HandlerOf, request => request == typeof(SetConditions) || request == typeof(DescribeConditions) ? conditions : (object)null!);
        mediator = new Mediator(new HandlerTable(slots, listeners, handlers, Serving.NoLimits, NullLogger.Instance, Time).Resolve);
        return new AurixHost(settings, NullLoggerFactory.Instance, mediator, listeners, slots, all, null!, new SetAsideModules()) { Configuration = new(new LiveSettings(settings), null!, slots) };
    }

    private async Task<Generation> ServeAsync(Action<IServiceCollection> configure)
    {
        var generation = Serving.Generation(configure);
        await generation.StartAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        _generations.Add(generation);
        return generation;
    }

    private sealed class Handler(ScheduledHost test) : IRequestHandler<CareForStore, JobOutcome>, IRequestHandler<RunSyncRound, JobOutcome>
    {
        public Task<JobOutcome> Handle(CareForStore request, CancellationToken cancellationToken) => RunAsync(request, cancellationToken);

        public Task<JobOutcome> Handle(RunSyncRound request, CancellationToken cancellationToken) => RunAsync(request, cancellationToken);

        private Task<JobOutcome> RunAsync(IRequest<JobOutcome> request, CancellationToken cancellationToken)
        {
            test._runs.Writer.TryWrite(request);
            return test.Work(cancellationToken);
        }
    }

    private sealed class Late(Func<IMediator> mediator) : IMediator
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) => mediator().Send(request, cancellationToken);

        public Task Send(IRequest request, CancellationToken cancellationToken = default) => mediator().Send(request, cancellationToken);

        public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification => mediator().Publish(notification, cancellationToken);
    }
}
