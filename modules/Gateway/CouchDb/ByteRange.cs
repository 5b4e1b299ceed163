using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>The part of a file that a request asks for: how a download that broke off goes on.</summary>
internal static class ByteRange
{
    /// <summary>Offset and count; null for the whole. Several ranges in one request are answered with the whole, as HTTP allows.</summary>
    /// <exception cref="CouchError">The range lies outside the file.</exception>
    public static (long Offset, long Count)? Read(Exchange exchange, StoredFile file)
    {
        var typed = exchange.Request.GetTypedHeaders();
        if (typed.Range is not { Ranges.Count: 1 } header || header.Unit != "bytes")
        {
            return null;
        }

        // If-Range: the client goes on only with the file it began with.
        if (typed.IfRange is { EntityTag: { } tag } && tag.Tag != $"\"{file.Digest}\"")
        {
            return null;
        }

        var range = header.Ranges.Single();
        var (from, to) = range.From is { } start
            ? (start, Math.Min(range.To ?? long.MaxValue, file.Length - 1))
            : (Math.Max(0, file.Length - (range.To ?? 0)), file.Length - 1);
        return from >= file.Length || to < from ? throw CouchError.RangeNotSatisfiable(file.Length) : (from, to - from + 1);
    }
}
