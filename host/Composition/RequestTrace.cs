using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Step 2 of the road: times every request and logs its address and its outcome, never its content.</summary>
/// <remarks>The one pipeline behaviour, and the one place that knows MediatR 5's order of arguments (ADR 0001).</remarks>
internal sealed class RequestTrace<TRequest, TResponse>(ILogger logger, TimeProvider time) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
        {
            return await next();
        }

        var started = time.GetTimestamp();
        try
        {
            var response = await next();
            HostLog.Answered(logger, typeof(TRequest).Name, time.GetElapsedTime(started).TotalMilliseconds);
            return response;
        }
        catch (Exception failure)
        {
            HostLog.Failed(logger, typeof(TRequest).Name, time.GetElapsedTime(started).TotalMilliseconds, failure.GetType().Name);
            throw;
        }
    }
}
