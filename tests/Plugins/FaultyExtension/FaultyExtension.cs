using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using MediatR;
using Strangers;

[assembly: Module(typeof(FaultyExtension))]

namespace Strangers;

/// <summary>Does wrong what its setting <c>fault</c> says.</summary>
public sealed class FaultyExtension : ExtensionModule, INotificationHandler<DocumentsChanged>
{
    private string Fault => Context.Settings.GetValueOrDefault("fault", "");

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
    public override ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        Fault == "start" ? throw new InvalidOperationException("not today") : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override ValueTask StopAsync(CancellationToken cancellationToken) =>
        Fault == "stop" ? throw new InvalidOperationException("not yet") : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task Handle(DocumentsChanged notification, CancellationToken cancellationToken) =>
        Fault == "bell" ? throw new InvalidOperationException("do not disturb") : Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<ExtensionAnswer> RunAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken) =>
        operation == "nothing" ? Task.FromResult<ExtensionAnswer>(null!) : throw new InvalidOperationException("never that");
}
