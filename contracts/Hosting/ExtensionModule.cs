using Aurix.Platform.Documents;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Hosting;

/// <summary>A whole extension: derive from it, say what it does in <see cref="RunAsync"/>, and name the class in <see cref="ModuleAttribute"/>.</summary>
/// <remarks>
/// To hear of something, implement <see cref="INotificationHandler{TNotification}"/> on the class. A bell carries nothing: read what changed.
/// Bells, jobs and requests come on any thread and at the same time.
/// </remarks>
public abstract class ExtensionModule : IModule, IRequestHandler<RunExtension, ExtensionAnswer>, IRequestHandler<RunExtensionJob, JobOutcome>
{
    private IModuleContext? _context;

    /// <summary>The module's place on disk, its settings, and the way to the roles that its manifest lists under <c>uses</c>.</summary>
    protected IModuleContext Context => _context ?? throw new InvalidOperationException("The context is there once the host has configured the module, not in its constructor.");

    /// <summary>What shall be done again and again while a daemon runs; made with <see cref="Every"/>.</summary>
    protected virtual IEnumerable<JobSpec> Jobs => [];

    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        _context = context;
        foreach (var handler in GetType().GetInterfaces().Where(ServiceCollectionExtensions.IsHandler))
        {
            services.AddSingleton(handler, this);
        }

        foreach (var job in Jobs)
        {
            services.AddSingleton(job);
        }
    }

    /// <inheritdoc cref="IModule.StartAsync"/>
    public virtual ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc cref="IModule.StopAsync"/>
    public virtual ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    Task<ExtensionAnswer> IRequestHandler<RunExtension, ExtensionAnswer>.Handle(RunExtension request, CancellationToken cancellationToken) =>
        AnswerAsync(request.Operation, request.Argument, cancellationToken);

    async Task<JobOutcome> IRequestHandler<RunExtensionJob, JobOutcome>.Handle(RunExtensionJob request, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(request.Operation, CanonicalJson.Null, cancellationToken);
        return new(answer.Succeeded, answer.Summary);
    }

    /// <summary>Does one operation.</summary>
    protected abstract Task<ExtensionAnswer> RunAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken);

    /// <summary>A job of this module: <paramref name="operation"/>, without an argument, from one start to the next.</summary>
    protected JobSpec Every(TimeSpan interval, string operation) => new($"{Context.ModuleId}.{operation}", interval, new RunExtensionJob(Context.ModuleId, operation));

    private async Task<ExtensionAnswer> AnswerAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken) =>
        await RunAsync(operation, argument, cancellationToken) ?? throw new InvalidOperationException($"The operation '{operation}' answered null.");
}
