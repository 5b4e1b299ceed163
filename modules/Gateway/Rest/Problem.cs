using Aurix.Platform.Errors;
using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>What went wrong, as RFC 9457 has it, with a stable code and the next step.</summary>
internal sealed class Problem(int status, string code, string detail, string? nextStep = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? NextStep { get; } = nextStep;

    public static Problem Missing(string detail) => new(404, "NotFound", detail);

    public static Problem Of(Exception failure) => failure switch
    {
        Problem problem => problem,
        CouchError { Status: 401 } refused => new(401, "Unauthorized", refused.Reason),
        CouchError { Status: 403 } refused => new(403, "Forbidden", refused.Reason),
        CouchError refused => new(refused.Status, refused.Error, refused.Reason),
        StoreException { Code: "StoreFull" } full => new(507, full.Code, full.Message, full.NextStep),
        InvalidDocumentException wrong => new(422, wrong.Code, wrong.Message, wrong.NextStep),
        UsageException wrong => new(400, wrong.Code, wrong.Message, wrong.NextStep),
        AurixException refused => new(refused.IsTransient ? 503 : 500, refused.Code, refused.Message, refused.NextStep),
        BadHttpRequestException malformed => new(malformed.StatusCode, "BadRequest", "The request is not well-formed HTTP."),
        _ => throw failure,
    };

    public Task WriteAsync(Exchange exchange) => JsonAnswer.ObjectAsync(exchange, Status, json =>
    {
        exchange.Response.ContentType = "application/problem+json";
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteNumber("status"u8, Status);
        json.WriteString("title"u8, Code);
        json.WriteString("detail"u8, Message);
        if (NextStep is not null)
        {
            json.WriteString("nextStep"u8, NextStep);
        }
    });
}
