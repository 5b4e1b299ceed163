using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>The revision a write builds on, and the one a reader has.</summary>
internal static class Precondition
{
    /// <summary>From <c>?rev=</c> or <c>If-Match</c>; null when neither says.</summary>
    /// <exception cref="CouchError">They say different things.</exception>
    public static Revision? Parent(Exchange exchange)
    {
        var inQuery = exchange.Query.Revision("rev");
        var header = exchange.Request.Headers.IfMatch.ToString().Trim('"');
        Revision? inHeader = header.Length == 0 ? null : RevisionText.Parse(header);
        return inQuery is null || inHeader is null || inQuery == inHeader
            ? inQuery ?? inHeader
            : throw CouchError.BadRequest("Document rev and etag have different values");
    }

    /// <summary>Sets the ETag, and answers 304 when the client has just that.</summary>
    public static bool IsFresh(Exchange exchange, string tag)
    {
        exchange.Response.Headers.ETag = $"\"{tag}\"";
        if (!exchange.Request.Headers.IfNoneMatch.ToString().Split(',').Any(given => given.Trim() is var text && (text == $"\"{tag}\"" || text == "*")))
        {
            return false;
        }

        exchange.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
