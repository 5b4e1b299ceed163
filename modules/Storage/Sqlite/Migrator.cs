namespace Aurix.Platform.Storage.Sqlite;

/// <summary>Brings a file that an older build wrote to the present schema: all steps in one transaction, after a snapshot beside the file (I-19).</summary>
/// <remarks>
/// A crash at any point leaves the old schema whole. The snapshot is taken under the write lock, so it is exactly what the steps started from.
/// Each step leaves a row in <c>migrations</c>.
/// </remarks>
internal static class Migrator
{
    public static void Run(string path, SqlAccess access, FileSchema schema, TimeProvider time)
    {
        using var session = SqlFile.Open(path, access, readOnly: false);
        session.RunScript("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
        try
        {
            var from = (int)session.Number("PRAGMA user_version");
            if (from is > FileSchema.Unfinished and < FileSchema.Version)
            {
                OwnerOnly.Restrict(path);
                Snapshot(path, access, from);
                for (var version = from + 1; version <= FileSchema.Version; version++)
                {
                    var start = time.GetTimestamp();
                    schema.Step_InTransaction(session, version);
                    Journal(session, version, time, time.GetElapsedTime(start));
                }

                session.RunScript($"PRAGMA user_version = {FileSchema.Version}");
            }

            session.RunScript("COMMIT");
        }
        catch
        {
            session.RollBack();
            throw;
        }
    }

    /// <summary>Notes in a file how it came to its schema.</summary>
    public static void Journal(Session session, int version, TimeProvider time, TimeSpan took) => session.Run(
        "INSERT INTO migrations (version, applied_ms, took_ms) VALUES ($1, $2, $3)",
        version,
        time.GetUtcNow().ToUnixTimeMilliseconds(),
        (long)took.TotalMilliseconds);

    /// <summary>Where the file of before a migration is kept.</summary>
    public static string SnapshotPath(string path, int version) => $"{path}.schema{version}.bak";

    private static void Snapshot(string path, SqlAccess access, int version)
    {
        using var reader = SqlFile.Open(path, access, readOnly: true);
        FileCopy.Make(reader, SnapshotPath(path, version), access);
    }
}
