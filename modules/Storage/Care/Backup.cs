using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Care;

/// <summary>Copies databases with SQLite's backup and checks the copies.</summary>
internal static class Backup
{
    public static async Task<ImmutableArray<BackupFile>> RunAsync(Databases databases, string folder, SqlAccess access, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new UsageException("BackupFolder", $"'{folder}' is not an empty folder.", "Make a new folder for the backup.");
        }

        var files = ImmutableArray.CreateBuilder<BackupFile>();
        foreach (var name in databases.Names())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await databases.FindAsync(name, cancellationToken) is { } database)
            {
                // I-14 the other way round: documents first, so that every file they name is in the blobs that are copied after them.
                files.Add(await Task.Run(() => Copy(database.CopyDocumentsTo, folder, $"{name}.db", access), cancellationToken));
                files.Add(await Task.Run(() => Copy(database.Blobs.CopyTo, folder, $"{name}.blobs.db", access), cancellationToken));
            }
        }

        return files.ToImmutable();
    }

    private static BackupFile Copy(Action<string> copyTo, string folder, string name, SqlAccess access)
    {
        var path = Path.Combine(folder, name);
        copyTo(path);
        SqlFile.RequireSound(path, access);
        return new BackupFile(name, new FileInfo(path).Length);
    }
}
