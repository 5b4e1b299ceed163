using Aurix.Platform.Errors;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Sqlite;

/// <summary>Copies a file while others read and write it, with SQLite's backup: the copy is the file as of one moment.</summary>
internal static class FileCopy
{
    /// <summary>Makes or replaces <paramref name="target"/>. Under its name there is never half a copy.</summary>
    /// <exception cref="SqliteException">Among them that the disk is full; nothing is left behind then.</exception>
    /// <exception cref="StoreException"><c>SnapshotFailed</c>.</exception>
    public static void Make(Session source, string target, SqlAccess access)
    {
        var unfinished = target + ".unfinished";
        File.Delete(unfinished);
        try
        {
            OwnerOnly.Create(unfinished);
            using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false, Password = access.Key }.ToString()))
            {
                copy.Open();
                source.CopyTo(copy);
                using var session = new Session(copy);

                // One file that can be moved about; it becomes a WAL file again when a store opens it.
                session.RunScript("PRAGMA journal_mode = DELETE");
            }

            File.Move(unfinished, target, overwrite: true);
        }
        catch (Exception wrong)
        {
            File.Delete(unfinished);
            if (wrong is IOException or UnauthorizedAccessException)
            {
                throw StoreErrors.NoCopy(target, wrong);
            }

            throw;
        }
    }
}
