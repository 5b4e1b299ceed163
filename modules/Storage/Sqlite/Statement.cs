using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aurix.Platform.Storage.Sqlite;

/// <summary>A statement that answers no rows, compiled once and run many times, straight on SQLite.</summary>
/// <remarks>
/// The driver looks each parameter up by its name and makes a reader for each run; where a batch writes thousands of rows, that costs more
/// than SQLite itself. It also tries again when the file is locked, so this is for statements inside a write transaction, which has the lock.
/// </remarks>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <param name="connection">Open.</param>
    /// <param name="sql">One statement, whose parameters are <c>$1</c>, <c>$2</c> and first appear in that order, or as often as they like after.</param>
    /// <param name="parameters">How many it has.</param>
    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _database);
        Places = [.. Enumerable.Range(1, parameters).Select(number => raw.sqlite3_bind_parameter_index(_statement, $"${number}"))];
    }

    private int[] Places { get; }

    /// <summary>Runs it and says how many rows it changed.</summary>
    public int Run(ReadOnlySpan<object?> values)
    {
        try
        {
            for (var index = 0; index < values.Length; index++)
            {
                SqliteException.ThrowExceptionForRC(Bind(Places[index], values[index]), _database);
            }

            var answer = raw.sqlite3_step(_statement);
            return answer == raw.SQLITE_DONE ? raw.sqlite3_changes(_database) : throw Failed(answer);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement); // says once more what was said
            _ = raw.sqlite3_clear_bindings(_statement); // a body is not kept until the next
        }
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        bool flag => raw.sqlite3_bind_int64(_statement, place, flag ? 1 : 0),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        _ => throw new ArgumentException($"A {value.GetType().Name} is nothing that a column holds.", nameof(value)),
    };

    private Exception Failed(int answer)
    {
        if (answer == raw.SQLITE_ROW)
        {
            return new InvalidOperationException("A statement that answers rows was run for its effect.");
        }

        SqliteException.ThrowExceptionForRC(answer, _database);
        throw new InvalidOperationException($"SQLite answered {answer} and no error.");
    }
}
