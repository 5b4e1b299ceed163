using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Every file that a stored body names, by key.</summary>
internal static class NamedFiles
{
    private const int PageSize = 1000;

    public static IEnumerable<BlobReference> Of(Session session)
    {
        var after = "";
        for (var page = BlobRefs.Named(session, after, PageSize); page.Count > 0; page = BlobRefs.Named(session, after, PageSize))
        {
            foreach (var file in page)
            {
                yield return file;
            }

            after = page[^1].Manifest.ToString();
        }
    }
}
