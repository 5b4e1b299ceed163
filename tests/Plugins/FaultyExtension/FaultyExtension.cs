using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using MediatR;
using Strangers;

[assembly: Module(typeof(FaultyExtension))]

namespace Strangers;

/// <summary>Does wrong what its setting <c>fault</c> says, or the file <c>fault</c> beside it: so one copy may be good and the next one bad.</summary>
public sealed class FaultyExtension : ExtensionModule, INotificationHandler<DocumentsChanged>
{
    private Timer? _timer;

    /// <summary>Fails when it is made, if it shall.</summary>
    public FaultyExtension()
    {
        if (Strangers.Fault.Written == "constructor")
        {
            throw new InvalidOperationException("not born today");
        }
    }

    private string Fault => Context.Settings.GetValueOrDefault("fault", Strangers.Fault.Written);

    /// <inheritdoc/>
    protected override IEnumerable<JobSpec> Jobs => Fault switch
    {
        "configure" => throw new InvalidOperationException("no jobs today"),
        "foreign job" => [new JobSpec("strangers.faulty.sync", TimeSpan.FromHours(1), new RunSyncRound())],
        "job of another" => [new JobSpec("strangers.faulty.x", TimeSpan.FromHours(1), new RunExtensionJob("aurix.no-op", "x"))],
        "job twice" => [Every(TimeSpan.FromHours(1), "x"), Every(TimeSpan.FromHours(2), "x")],
        "busy job" => [Every(TimeSpan.Zero, "x")],
        _ => [],
    };

    /// <inheritdoc/>
    public override async ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await Strangers.Fault.StartAsync(Fault);
        if (Fault == "leak")
        {
            _timer = new Timer(Tick, null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
            AppDomain.CurrentDomain.ProcessExit += OnExit;
        }
    }

    /// <inheritdoc/>
    public override ValueTask StopAsync(CancellationToken cancellationToken) =>
        Fault == "stop" ? throw new InvalidOperationException("not yet") : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task Handle(DocumentsChanged notification, CancellationToken cancellationToken) =>
        Fault == "bell" ? throw new InvalidOperationException("do not disturb") : Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task<ExtensionAnswer> RunAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case "answer" when Fault != "answer":
                return ExtensionAnswer.Done("Here I am.");
            case "nothing":
                return null!;
            case "hang":
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                break;
        }

        throw new InvalidOperationException("never that");
    }

    private void Tick(object? state) => _timer?.Change(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private void OnExit(object? sender, EventArgs arguments) => _timer?.Dispose();
}
