using System.Collections.Concurrent;
using Aurix.Platform.Errors;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Sqlite;

/// <summary>One SQLite file: a writer loop and a pool of readers.</summary>
/// <remarks>
/// Other processes may have the file open too. So nothing that was read in one transaction is believed in the next,
/// and every transaction first looks whether the file is still the one it was (see <see cref="Check"/>).
/// </remarks>
internal sealed class SqlFile : IAsyncDisposable
{
    // Readers beyond these are closed after use. More would hold file handles that nobody needs.
    private const int KeptReaders = 8;

    private readonly string _path;
    private readonly SqlAccess _access;
    private readonly string _readerSettings;
    private readonly ConcurrentBag<Session> _readers = [];
    private readonly WriterLoop _writer;
    private volatile bool _isGone;
    private volatile bool _isClosed;

    private SqlFile(string path, SqlAccess access, FileSchema schema, TimeProvider time)
    {
        _path = path;
        _readerSettings = schema.ReaderSettings;
        _access = access;
        _writer = new(Open(path, access, readOnly: false), time, Check, Translate);
    }

    /// <summary>The file's name without its folder, for messages.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>Whether another process deleted the database while it was open here.</summary>
    public bool IsGone => _isGone;

    /// <summary>The bytes that the file and its journal take.</summary>
    public long BytesOnDisk => Parts(_path).Where(File.Exists).Sum(part => new FileInfo(part).Length);

    /// <summary>Opens a file that holds a finished schema, bringing an older one up to date first; null when there is none.</summary>
    public static SqlFile? TryOpen(string path, SqlAccess access, FileSchema schema, TimeProvider time) => Guard(path, () =>
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var version = Version(path, access);
        if (version is > FileSchema.Unfinished and < FileSchema.Version)
        {
            Migrator.Run(path, access, schema, time);
            version = Version(path, access);
        }

        return version switch
        {
            FileSchema.Version => new SqlFile(path, access, schema, time),
            FileSchema.Unfinished or FileSchema.Dropped => null,
            _ => throw StoreErrors.TooNew(Path.GetFileName(path), version),
        };
    });

    /// <summary>Creates the file's schema and first rows in one transaction, answering false when somebody else has done it.</summary>
    public static bool TryCreate(string path, SqlAccess access, FileSchema schema, TimeProvider time, Action<Session> fill) => Guard(path, () =>
    {
        OwnerOnly.Create(path);
        using var session = Open(path, access, readOnly: false);
        session.RunScript($"{schema.Settings} PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        session.RunScript("BEGIN IMMEDIATE");
        var version = session.Number("PRAGMA user_version");
        if (version > FileSchema.Version)
        {
            throw StoreErrors.TooNew(Path.GetFileName(path), version);
        }

        if (version > FileSchema.Unfinished)
        {
            session.RunScript("ROLLBACK");
            return false;
        }

        schema.Create_InTransaction(session);
        Migrator.Journal(session, FileSchema.Version, time, TimeSpan.Zero);
        fill(session);
        session.RunScript($"PRAGMA user_version = {FileSchema.Version}");
        session.RunScript("COMMIT");
        return true;
    });

    /// <summary>Marks the file as dropped for every process that has it open, and deletes it.</summary>
    public static void Drop(string path, SqlAccess access)
    {
        if (File.Exists(path))
        {
            Guard(path, () =>
            {
                using var session = Open(path, access, readOnly: false);
                session.RunScript($"PRAGMA user_version = {FileSchema.Dropped}");
                return true;
            });
        }

        foreach (var part in Parts(path))
        {
            File.Delete(part);
        }
    }

    /// <summary>Runs work in the next write transaction; returns when it is committed.</summary>
    /// <param name="work">Must leave nothing behind that a roll-back would not undo, except through <see cref="Effects"/>.</param>
    /// <param name="durable">False lets the disk take its time: a power cut may undo the write, but never half of it.</param>
    /// <param name="cancellationToken">Gives up as long as the work has not begun.</param>
    public async Task<(T Result, Effects? Bell)> WriteAsync<T>(Func<Session, Effects, ValueTask<T>> work, bool durable, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, durable, cancellationToken);
        if (!_writer.TryAdd(job))
        {
            throw Closing();
        }

        return (await job.Task, job.Bell);
    }

    /// <summary>A reading connection for somebody who looks again and again; theirs to close.</summary>
    public Session OpenReader() => Guard(_path, () =>
    {
        var session = Open(_path, _access, readOnly: true);
        if (_readerSettings.Length > 0)
        {
            session.RunScript(_readerSettings);
        }

        return session;
    });

    /// <summary>Reads as of one moment.</summary>
    public T Read<T>(Func<Session, T> work) => Guard(_path, () =>
    {
        var session = _readers.TryTake(out var idle) ? idle : OpenReader();
        var sound = false;
        try
        {
            session.Run("BEGIN");
            try
            {
                Check(session);
                var result = work(session);
                sound = true;
                return result;
            }
            finally
            {
                session.Run("COMMIT");
            }
        }
        finally
        {
            if (sound && !_isClosed && _readers.Count < KeptReaders)
            {
                _readers.Add(session);
            }
            else
            {
                session.Dispose();
            }
        }
    });

    /// <summary>Lets SQLite look at how full its indexes are, and gives the write-ahead log back to the disk as far as no reader needs it.</summary>
    public void Tidy() => Guard(_path, () =>
    {
        using var session = Open(_path, _access, readOnly: false);
        session.RunScript("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)");
        return true;
    });

    /// <summary>Copies everything, as of one moment, into a new file.</summary>
    public void CopyTo(string path) => Read(session =>
    {
        FileCopy.Make(session, path, _access);
        return true;
    });

    /// <summary>Looks through a file that nobody uses.</summary>
    /// <exception cref="StoreException"><c>StoreCorrupt</c>.</exception>
    public static void RequireSound(string path, SqlAccess access) => Guard(path, () =>
    {
        using var session = Open(path, access, readOnly: true);
        var report = session.All("PRAGMA integrity_check(1)", static row => row.GetString(0));
        return report is ["ok"] ? true : throw StoreErrors.Damaged(Path.GetFileName(path), report[0]);
    });

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _isClosed = true;
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    /// <summary>A connection of its own.</summary>
    public static Session Open(string path, SqlAccess access, bool readOnly)
    {
        // Pooling would keep connections, and with them the files, beyond the life of this module.
        // DefaultTimeout is the driver's own retry after SQLite's: one second, because SQLite has waited already and 0 means for ever.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite, // never creates: a file that another process has just removed stays removed
            Pooling = false,
            DefaultTimeout = 1,
            Password = access.Key,
        }.ToString());
        try
        {
            OpenKeyed(connection, access);
            var session = new Session(connection);
            // Also for what SQLite keeps to undo a part of a transaction: nothing of a document lies in a temporary folder, and no file is made for it.
            session.RunScript($"PRAGMA busy_timeout = {(long)access.BusyTimeout.TotalMilliseconds}; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST");
            if (readOnly)
            {
                // Not SqliteOpenMode.ReadOnly: such a connection could not create the journal's index after a crash.
                session.RunScript("PRAGMA query_only = ON");
            }

            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void OpenKeyed(SqliteConnection connection, SqlAccess access)
    {
        try
        {
            connection.Open();
        }
        catch (InvalidOperationException unsupported) when (access.Key is not null)
        {
            throw StoreErrors.NoEncryption(unsupported);
        }
    }

    private static long Version(string path, SqlAccess access)
    {
        using var session = Open(path, access, readOnly: true);
        return session.Number("PRAGMA user_version");
    }

    private static IEnumerable<string> Parts(string path) => [path, path + "-wal", path + "-shm"];

    private static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException wrong)
        {
            throw File.Exists(path) ? StoreErrors.From(wrong, Path.GetFileName(path)) : StoreErrors.Missing(Path.GetFileNameWithoutExtension(path));
        }
    }

    private Exception Translate(Exception wrong) => wrong is SqliteException sqlite ? StoreErrors.From(sqlite, Name) : wrong;

    private void Check(Session session)
    {
        var version = session.Number("PRAGMA user_version");
        if (version > FileSchema.Version)
        {
            throw StoreErrors.TooNew(Name, version);
        }

        if (version != FileSchema.Version)
        {
            _isGone = true;
            throw StoreErrors.Missing(Path.GetFileNameWithoutExtension(_path));
        }
    }

    private StoreException Closing() => new("StoreClosed", $"{Name} is being closed.", "Try again when the module is running.");
}
