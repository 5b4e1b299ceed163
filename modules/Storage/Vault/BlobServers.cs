using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Which servers were seen to have all of which files.</summary>
internal static class BlobServers
{
    /// <summary>An SQL expression: whether the server named by a parameter, or any when that is null, has the file of the row of <c>blob_refs</c>.</summary>
    public static string Has(string remote) =>
        $"EXISTS (SELECT 1 FROM blob_servers WHERE blob_servers.key = blob_refs.key AND ({remote} IS NULL OR blob_servers.remote = {remote}))";

    public static bool Set_InTransaction(Session session, RemoteName remote, string key, bool isThere) => (isThere
        ? session.Run("INSERT OR IGNORE INTO blob_servers (key, remote) SELECT key, $2 FROM blob_refs WHERE key = $1", key, remote.Value)
        : session.Run("DELETE FROM blob_servers WHERE key = $1 AND remote = $2", key, remote.Value)) > 0;

    public static int Forget_InTransaction(Session session, RemoteName remote) => session.Run("DELETE FROM blob_servers WHERE remote = $1", remote.Value);

    /// <summary>After the vault became another, which no server has yet.</summary>
    public static int ForgetAll_InTransaction(Session session) => session.Run("DELETE FROM blob_servers");

    /// <summary>Drops what is known of files that no revision names any more.</summary>
    public static void DropUnnamed_InTransaction(Session session) =>
        session.Run("DELETE FROM blob_servers WHERE NOT EXISTS (SELECT 1 FROM rev_blobs WHERE rev_blobs.key = blob_servers.key)");
}
