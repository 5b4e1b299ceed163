using Aurix.Platform.Gateway.Accounts;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Http;

/// <summary>One request on its way to its answer.</summary>
internal sealed class Exchange(HttpContext http, Target target, BodyBudget.Lease memory, CancellationToken closing)
{
    public HttpContext Http { get; } = http;

    public HttpRequest Request => Http.Request;

    public HttpResponse Response => Http.Response;

    public Target Target { get; } = target;

    public Query Query { get; } = new(http.Request.Query);

    /// <summary>Where memory for a body that is read whole comes from.</summary>
    public BodyBudget.Lease Memory { get; } = memory;

    /// <summary>Who asks; set before any endpoint is called.</summary>
    public Principal User { get; set; } = Principal.Anonymous;

    /// <summary>The database, for targets inside one; set before any endpoint is called.</summary>
    public Relay Relay { get => field ?? throw new InvalidOperationException("The target is in no database."); set; }

    /// <summary>The client went away.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The server stops: what would go on for ever ends now, what is nearly done may finish.</summary>
    public CancellationToken Closing { get; } = closing;

    public string Method => Request.Method;

    public bool IsRead => HttpMethods.IsGet(Method) || HttpMethods.IsHead(Method);

    /// <summary>Refuses every method but these.</summary>
    public void Allow(params ReadOnlySpan<string> methods)
    {
        if (!methods.Contains(Method))
        {
            throw CouchError.MethodNotAllowed(string.Join(",", methods));
        }
    }

    /// <summary>Whether the client asks for a media type by name; <c>*/*</c> is no wish for it.</summary>
    public bool Accepts(string mediaType) =>
        Request.Headers.Accept.Any(value => value?.Contains(mediaType, StringComparison.OrdinalIgnoreCase) == true);
}
