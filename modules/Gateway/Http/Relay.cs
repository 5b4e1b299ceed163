using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.Http;

/// <summary>The database of a request, as it was when the request came.</summary>
/// <param name="Description">What Storage says of it; null when an administrator named one that does not exist.</param>
/// <param name="MayAdminister">Whether the user may change its security.</param>
internal sealed record Relay(DatabaseName Name, DatabaseDescription? Description, bool MayAdminister)
{
    /// <summary>The database, which has to exist.</summary>
    public DatabaseDescription Existing => Description ?? throw CouchError.NoDatabase();

    /// <summary>Marks sequences as this database's own, so that one from before it was removed and made again is noticed.</summary>
    public string Mark { get; } = Description is null
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Description.Instance))[..8]);
}
