using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Care;

/// <summary>How far the vault's feed is known to have reached each server.</summary>
internal static class SyncMarks
{
    // Said again, it writes nothing: each round says it.
    public static bool Set_InTransaction(Session session, NoteSynced note) =>
        session.Run("INSERT INTO sync_marks (remote, seq) VALUES ($1, $2) ON CONFLICT (remote) DO UPDATE SET seq = $2 WHERE seq <> $2", note.Remote, note.Through.Value) > 0;

    public static bool Clear_InTransaction(Session session, string? remote) => session.Run("DELETE FROM sync_marks WHERE $1 IS NULL OR remote = $1", remote) > 0;
}
