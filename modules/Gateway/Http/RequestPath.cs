using System.Text;

namespace Aurix.Platform.Gateway.Http;

/// <summary>Reads what the client really sent: an id may hold a slash, a dot-dot or any character, percent-encoded.</summary>
/// <remarks>
/// The server's own path is no use here: it keeps %2F but decodes the rest, and folds dot segments, so that two different ids become one.
/// A plus sign is a plus sign; it means a blank only in a query.
/// </remarks>
internal static class RequestPath
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] CodeParts = ["_view", "_show", "_list", "_update", "_rewrite", "_info", "_search", "_search_info", "_nouveau"];

    /// <summary>What a path names in CouchDB's world.</summary>
    public static Target Read(string[] segments) => segments switch
    {
        [] => new Target.Server(""),
        [var name] when name.StartsWith('_') && name != "_users" => new Target.Server(name),
        [['_', ..] name, ..] when name != "_users" => new Target.Nothing(),
        [var name] => new Target.Whole(name),
        [var name, "_local", _, ..] => new Target.Local(name, string.Join('/', segments[2..])),
        [var name, "_design", _] => new Target.Document(name, "_design/" + segments[2]),
        [var name, "_design", _, var part, ..] when CodeParts.Contains(part) => new Target.Code(name),
        [var name, "_design", _, ..] => new Target.Attachment(name, "_design/" + segments[2], string.Join('/', segments[3..])),
        [var name, ['_', 'd', 'e', 's', 'i', 'g', 'n', '/', _, ..] id] => new Target.Document(name, id),
        [var name, ['_', 'l', 'o', 'c', 'a', 'l', '/', _, ..] id] => new Target.Local(name, id["_local/".Length..]),
        [var name, ['_', 'd', 'e', 's', 'i', 'g', 'n', '/', _, ..] id, ..] => new Target.Attachment(name, id, string.Join('/', segments[2..])),
        [var name, ['_', ..] facility] => new Target.Facility(name, facility),
        [var name, var id] => new Target.Document(name, id),
        [var name, var id, ..] => new Target.Attachment(name, id, string.Join('/', segments[2..])),
    };

    /// <summary>The parts of a raw request target's path, decoded.</summary>
    /// <exception cref="CouchError">The encoding is broken.</exception>
    public static string[] Segments(string rawTarget)
    {
        var path = rawTarget.AsSpan();
        if (!path.StartsWith("/"))
        {
            // Absolute form, as proxies send it: http://host/path
            var scheme = path.IndexOf("://");
            var slash = scheme < 0 ? -1 : path[(scheme + 3)..].IndexOf('/');
            path = slash < 0 ? "/" : path[(scheme + 3 + slash)..];
        }

        var query = path.IndexOfAny('?', '#');
        path = (query < 0 ? path : path[..query])[1..];
        if (path.EndsWith("/"))
        {
            path = path[..^1];
        }

        if (path.IsEmpty)
        {
            return [];
        }

        var parts = path.ToString().Split('/');
        return Array.ConvertAll(parts, Decode);
    }

    private static string Decode(string segment)
    {
        if (!segment.Contains('%', StringComparison.Ordinal))
        {
            return segment;
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(segment)];
        var length = 0;
        for (var index = 0; index < segment.Length; index++)
        {
            if (segment[index] != '%')
            {
                length += Encoding.UTF8.GetBytes(segment.AsSpan(index, 1), bytes.AsSpan(length));
            }
            else if (index + 2 < segment.Length && char.IsAsciiHexDigit(segment[index + 1]) && char.IsAsciiHexDigit(segment[index + 2]))
            {
                bytes[length++] = Convert.ToByte(segment.Substring(index + 1, 2), 16);
                index += 2;
            }
            else
            {
                throw CouchError.BadRequest("The path holds a percent sign that is not followed by two hex digits.");
            }
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw CouchError.BadRequest("The path is not UTF-8.");
        }
    }
}
