using System.Data.Common;
using System.Globalization;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>The file <c>host/schedule.db</c> in the data folder: the schedules that a person made, the runs, what waits, and Quartz's own tables. Several processes may use it at a time.</summary>
/// <remarks>Made when it is not there, and nobody else's to read. No content is in it: names of jobs and schedules, times, one line about each run.</remarks>
internal sealed class ScheduleDatabase
{
    // Our tables. What is stored of Quartz's is made anew from them, so that another version of its tables costs no more than the times at which jobs are due.
    private const string Tables = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS schedules (name TEXT PRIMARY KEY, job TEXT NOT NULL, timing TEXT NOT NULL, scope TEXT, bytes INTEGER, open TEXT, network TEXT, power TEXT, missed TEXT NOT NULL, paused INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS waiting (schedule TEXT PRIMARY KEY, since TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY AUTOINCREMENT, schedule TEXT NOT NULL, job TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, outcome TEXT NOT NULL, summary TEXT NOT NULL);
        """;

    private readonly string _path;

    private ScheduleDatabase(string path, DbProviderFactory sqlite)
    {
        (_path, Sqlite) = (path, sqlite);
        var text = sqlite.CreateConnectionStringBuilder()!;
        text["Data Source"] = path;
        ConnectionString = text.ConnectionString;
    }

    public DbProviderFactory Sqlite { get; }

    public string ConnectionString { get; }

    /// <exception cref="StoreException"><c>ScheduleTrouble</c>.</exception>
    public static ScheduleDatabase Open(string hostFolder)
    {
        var path = Path.Combine(OwnerOnly.CreateFolder(hostFolder), "schedule.db");
        MakeOwnersOnly(path);
        var database = new ScheduleDatabase(path, PlatformContext.Instance.Sqlite);
        database.Do(Tables);
        return database;
    }

    /// <summary>Runs a statement that answers no rows, and answers how many it changed.</summary>
    /// <param name="sql">The statement; its parameters are <c>$0</c>, <c>$1</c> and so on.</param>
    /// <param name="values">Their values, null for NULL.</param>
    public int Do(string sql, params object?[] values) => Ask(sql, values, command => command.ExecuteNonQuery());

    /// <summary>Reads rows.</summary>
    public List<T> Read<T>(string sql, Func<DbDataReader, T> row, params object?[] values) => Ask(sql, values, command =>
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    });

    /// <summary>A moment as it is stored: of one length, so that texts sort as times do.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>What a failure of the database is for its owner.</summary>
    public StoreException Trouble(Exception failure) => new(
        "ScheduleTrouble",
        $"'{_path}', which keeps the schedules, cannot be used: {failure.Message}",
        "See that the disk has room and lets you write. If the file is damaged, remove it: no document is in it, and schedules have to be made again.",
        failure);

    // SQLite would make it as open as the umask says; its journals take the rights of the file. One that is there is not opened: closing it would end the locks that this process has on it.
    private static void MakeOwnersOnly(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                new FileStream(path, OwnerOnly.Writing(FileMode.CreateNew)).Dispose();
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // another process was faster
        }
    }

    private T Ask<T>(string sql, object?[] values, Func<DbCommand, T> use)
    {
        try
        {
            using var connection = Sqlite.CreateConnection()!;
            connection.ConnectionString = ConnectionString;
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            for (var index = 0; index < values.Length; index++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"${index}", values[index] ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }

            return use(command);
        }
        catch (DbException failure)
        {
            throw Trouble(failure);
        }
    }
}
