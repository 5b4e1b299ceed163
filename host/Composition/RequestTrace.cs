using Aurix.Platform.Host.Operations;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Step 2 of the road: times every request, and tells log, metrics and traces its type and its outcome, never its content.</summary>
/// <remarks>
/// The one pipeline behaviour, and the one place that knows MediatR 5's order of arguments (ADR 0001). While nobody listens it is a test and a call: it
/// allocates nothing.
/// </remarks>
/// <param name="logger">Where requests are logged, at Debug.</param>
/// <param name="time">The clock.</param>
/// <param name="scopes">Where scopes are opened; null when nobody reads them.</param>
internal sealed class RequestTrace<TRequest, TResponse>(ILogger logger, TimeProvider time, ILogger? scopes = null) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly string Name = typeof(TRequest).Name;
    private static readonly string Role = MessageCatalog.RoleOf(typeof(TRequest));

    private readonly MessageScope? _scope = scopes is null ? null : new MessageScope(Name, Role);

    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        HostMeter.IsWatched || HostActivity.IsWatched || _scope is not null || logger.IsEnabled(LogLevel.Debug) ? WatchAsync(next) : next();

    private async Task<TResponse> WatchAsync(RequestHandlerDelegate<TResponse> next)
    {
        using var scope = _scope is null ? null : scopes!.BeginScope(_scope);
        using var activity = HostActivity.IsWatched ? HostActivity.Start(Name, Role) : null;
        var started = time.GetTimestamp();
        try
        {
            var response = await next();
            var took = time.GetElapsedTime(started);
            HostMeter.Answered(Name, took);
            HostActivity.Ended(activity, Outcomes.Answered, error: null);
            HostLog.Answered(logger, Name, took.TotalMilliseconds);
            return response;
        }
        catch (Exception failure)
        {
            var took = time.GetElapsedTime(started);
            var (outcome, error) = Outcomes.Of(failure);
            HostMeter.Ended(Name, took, outcome, error);
            HostActivity.Ended(activity, outcome, error);
            HostLog.Failed(logger, Name, took.TotalMilliseconds, failure.GetType().Name);
            throw;
        }
    }
}
