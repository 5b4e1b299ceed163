namespace Aurix.Platform.Gateway.Http;

/// <summary>A request that is answered with an error, in CouchDB's words. Thrown anywhere below the pipeline, written by it alone.</summary>
internal sealed class CouchError(int status, string error, string reason) : Exception(reason)
{
    public int Status { get; } = status;

    public string Error { get; } = error;

    public string Reason { get; } = reason;

    /// <summary>Methods for the Allow header of a 405.</summary>
    public string? Allow { get; init; }

    /// <summary>The whole length for the Content-Range header of a 416.</summary>
    public long? RangeOf { get; init; }

    /// <summary>Seconds for the Retry-After header of a 503.</summary>
    public int? RetryAfter { get; init; }

    public static CouchError BadRequest(string reason) => new(400, "bad_request", reason);

    public static CouchError InvalidJson() => new(400, "bad_request", "invalid UTF-8 JSON");

    public static CouchError BadParameter(string reason) => new(400, "query_parse_error", reason);

    public static CouchError IllegalId(string reason) => new(400, "illegal_docid", reason);

    public static CouchError Unauthorized(string reason) => new(401, "unauthorized", reason);

    public static CouchError Forbidden(string reason) => new(403, "forbidden", reason);

    public static CouchError Missing(string reason = "missing") => new(404, "not_found", reason);

    public static CouchError NoDatabase() => Missing("Database does not exist.");

    public static CouchError MethodNotAllowed(string allow) => new(405, "method_not_allowed", $"Only {allow} allowed") { Allow = allow };

    public static CouchError Conflict() => new(409, "conflict", "Document update conflict.");

    public static CouchError MissingStub(string id, string name) => new(412, "missing_stub", $"Invalid attachment stub in {id} for {name}");

    public static CouchError InsufficientStorage() => new(507, "insufficient_storage", "The disk of the server is full.");

    public static CouchError RequestTooLarge() => new(413, "too_large", "the request entity is too large");

    public static CouchError DocumentTooLarge(string id) => new(413, "document_too_large", id);

    public static CouchError AttachmentTooLarge(string name) => new(413, "attachment_too_large", name);

    public static CouchError BadContentType(string reason) => new(415, "bad_content_type", reason);

    public static CouchError OutOfMemory() =>
        new(503, "service_unavailable", "Too many large requests at once. Try again.") { RetryAfter = 1 };

    public static CouchError RangeNotSatisfiable(long length) =>
        new(416, "requested_range_not_satisfiable", "Requested range not satisfiable") { RangeOf = length };
}
