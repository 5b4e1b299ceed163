using System.Net;
using System.Text.RegularExpressions;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Where a vault syncs to, as its owner types it: <c>https://host/aurix-k3f9q2mz</c>.</summary>
/// <param name="Server">The server's root, with a slash at the end.</param>
/// <param name="Database">The documents' database; the chunks' is <see cref="BlobDatabase"/>.</param>
internal sealed partial record RemoteAddress(Uri Server, string Database)
{
    /// <summary>How to get there.</summary>
    public ServerConnection Connection { get; init; } = ServerConnection.Default;

    public string BlobDatabase => Database + "-blob";

    /// <summary>The address as its owner typed it, without anything secret.</summary>
    public override string ToString() => new Uri(Server, Database).ToString();

    /// <exception cref="UsageException"><c>BadAddress</c>, or <c>InsecureTransport</c>: plain HTTP leaves this machine.</exception>
    public static RemoteAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            throw Bad(text, "it is no http or https address without user and query");
        }

        var slash = uri.AbsolutePath.TrimEnd('/').LastIndexOf('/');
        var database = uri.AbsolutePath.TrimEnd('/')[(slash + 1)..];
        if (!DatabaseRule().IsMatch(database))
        {
            throw Bad(text, "the last part must be the name of a database: a-z, 0-9, '_' and '-', a letter first");
        }

        if (uri.Scheme == "http" && !IsLoopback(uri))
        {
            throw new UsageException("InsecureTransport", $"'{text}' would send the login over plain HTTP.", "Use https. Plain HTTP is only for this machine itself.");
        }

        return new(new Uri(uri, uri.AbsolutePath[..(slash + 1)]), database);
    }

    private static bool IsLoopback(Uri uri) =>
        uri.IsLoopback || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static UsageException Bad(string text, string why) =>
        new("BadAddress", $"'{text}' is no sync address: {why}.", "Write it like https://example.org/aurix-k3f9q2mz.");

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,56}\z", RegexOptions.CultureInvariant)] // CouchDB's rule, less room for "-blob"
    private static partial Regex DatabaseRule();
}
