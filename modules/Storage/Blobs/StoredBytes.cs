using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>Reads files for callers, and says what is to be done about bytes that are damaged or were evicted.</summary>
internal static class StoredBytes
{
    /// <exception cref="StoreException"><c>BlobDamaged</c> or <c>BlobEvicted</c>.</exception>
    public static async Task<BlobPiece?> ReadAsync(Database database, BlobKey key, long offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            if (database.Blobs.Read(key, offset, count) is { } piece)
            {
                return piece;
            }
        }
        catch (DamagedChunkException damage)
        {
            var setAside = database.Kind is DatabaseKind.Vault && await SetAsideAsync(database, key, damage.Place, cancellationToken);
            throw StoreErrors.BlobDamaged(database.Blobs.Name, key.Value, damage.Place, setAside);
        }

        return database.Kind is DatabaseKind.Vault && database.Read(session => BlobRefs.Wish(session, key.Value)) is { Evicted: true }
            ? throw StoreErrors.BlobEvicted(key.Value)
            : null;
    }

    /// <summary>Makes room for a sound copy, if a server has one. The only copy is never removed: half of a recording is more than nothing.</summary>
    private static async Task<bool> SetAsideAsync(Database vault, BlobKey key, int place, CancellationToken cancellationToken)
    {
        // The shortcut goes first and durably: after a crash the file is known to lack bytes before it does.
        if (!await vault.WriteAsync(
            (session, _) => BlobRefs.Wish(session, key.Value) is { OnServer: true } && BlobRefs.SetLacking_InTransaction(session, key.Value), cancellationToken))
        {
            return false;
        }

        await vault.WriteAsync(
            async (session, _) => BlobRefs.Wish(session, key.Value) is { OnServer: true }
                && BlobRefs.SetLacking_InTransaction(session, key.Value)
                && await vault.Blobs.DropDamagedAsync(key, place, CancellationToken.None),
            CancellationToken.None);
        return true;
    }
}
