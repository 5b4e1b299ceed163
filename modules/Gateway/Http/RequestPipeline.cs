using System.Diagnostics;
using System.Globalization;
using Aurix.Platform.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Gateway.Http;

/// <summary>What surrounds every request: the clock, the log, and the one place where errors become answers.</summary>
internal sealed class RequestPipeline(Cors cors, BodyBudget budget, TimeProvider time, ILogger<RequestPipeline> logger)
{
    public async Task HandleAsync(HttpContext http, IFace face, CancellationToken closing)
    {
        var started = time.GetTimestamp();
        var shape = "?";
        using var lease = budget.Open();
        try
        {
            var headers = http.Response.Headers;
            headers.Server = "Aurix (CouchDB protocol)";
            headers.XContentTypeOptions = "nosniff";
            if (cors.Handle(http))
            {
                return;
            }

            var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var target = face.Read(raw);
            shape = target.Shape;
            await face.RouteAsync(new Exchange(http, target, lease, closing));
        }
        catch (Exception exception) when (exception is not CouchError && http.RequestAborted.IsCancellationRequested)
        {
            GatewayLog.ClientLeft(logger, http.Request.Method, shape, Elapsed());
            return;
        }
        catch (Exception exception)
        {
            await AnswerAsync(http, shape, lease, exception);
        }

        GatewayLog.Answered(logger, http.Request.Method, shape, http.Response.StatusCode, Elapsed());

        long Elapsed() => (long)time.GetElapsedTime(started).TotalMilliseconds;
    }

    private async Task AnswerAsync(HttpContext http, string shape, BodyBudget.Lease lease, Exception exception)
    {
        var error = Translate(http, shape, exception);
        if (http.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            return;
        }

        var response = http.Response;
        var kept = response.Headers.Where(header => header.Key.StartsWith("Access-Control-", StringComparison.Ordinal)
            || header.Key is "Server" or "Vary" or "X-Content-Type-Options").ToList();
        response.Clear();
        kept.ForEach(header => response.Headers[header.Key] = header.Value);
        if (error.Allow is { } allow)
        {
            response.Headers.Allow = allow;
        }

        if (error.RangeOf is { } length)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
        }

        if (error.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        // A browser that reads this header opens a dialogue over the app; PouchDB in a page does its own login.
        if (error.Status == StatusCodes.Status401Unauthorized && !http.Request.Headers.ContainsKey("Origin") && !http.Request.Headers.ContainsKey("Sec-Fetch-Mode"))
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"Aurix\", charset=\"UTF-8\"";
        }

        if (error.Status == StatusCodes.Status413PayloadTooLarge)
        {
            response.Headers.Connection = "close";
        }

        await JsonAnswer.ObjectAsync(new Exchange(http, new Target.Nothing(), lease, CancellationToken.None), error.Status, json =>
        {
            json.WriteString("error"u8, error.Error);
            json.WriteString("reason"u8, error.Reason);
        });
    }

    private CouchError Translate(HttpContext http, string shape, Exception exception)
    {
        switch (exception)
        {
            case CouchError error:
                return error;

            case BadHttpRequestException malformed:
                return new CouchError(malformed.StatusCode, malformed.StatusCode == 413 ? "too_large" : "bad_request", "The request is not well-formed HTTP.");

            case StoreException { Code: "StoreFull" } full:
                GatewayLog.Refused(logger, http.Request.Method, shape, full.Code);
                return CouchError.InsufficientStorage();

            case AurixException refused:
                GatewayLog.Refused(logger, http.Request.Method, shape, refused.Code);
                return new CouchError(refused.IsTransient ? 503 : 500, refused.Code, refused.Message);

            case OperationCanceledException:
                return new CouchError(503, "service_unavailable", "The server is stopping.");

            default:
                var where = new StackTrace(exception).GetFrame(0)?.GetMethod();
                GatewayLog.Failed(logger, http.Request.Method, shape, exception.GetType().Name, $"{where?.DeclaringType?.Name}.{where?.Name}");
                return new CouchError(500, "internal_server_error", "Something unexpected went wrong; the server's log says where.");
        }
    }
}
