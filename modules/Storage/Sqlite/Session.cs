using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Sqlite;

/// <summary>One connection with its prepared statements: a statement is compiled once and run many times.</summary>
/// <remarks>Not thread-safe. Parameters are written <c>$1</c>, <c>$2</c> and given in that order.</remarks>
internal sealed class Session : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public Session(SqliteConnection connection) => _connection = connection;

    /// <summary>The one time of the write transaction that runs, in Unix milliseconds; null outside one.</summary>
    public long? Now { get; set; }

    /// <summary>A row that the transaction keeps in memory; null until it is read.</summary>
    public HeldRow? Held { get; set; }

    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> values)
    {
        if (values.IsEmpty)
        {
            return Prepare(sql, values).ExecuteNonQuery(); // beginning a transaction may meet a lock, which the driver knows to wait for
        }

        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = new(_connection, sql, values.Length));
        }

        return statement.Run(values);
    }

    /// <summary>Runs several statements once, unprepared: a schema, or a setting.</summary>
    public void RunScript(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Undoes the transaction, if SQLite has not done so with the error that brought us here.</summary>
    public void RollBack()
    {
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // There is no transaction any more.
        }
    }

    /// <summary>Copies everything, as of one moment, into another file.</summary>
    public void CopyTo(SqliteConnection target) => _connection.BackupDatabase(target);

    /// <summary>The first row, or the default of <typeparamref name="T"/> when there is none.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        return reader.Read() ? row(reader) : default;
    }

    /// <summary>Every row. They are read before the caller sees the first, so a statement may be used again meanwhile.</summary>
    public List<T> All<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>The single number that a statement answers with.</summary>
    public long Number(string sql, params ReadOnlySpan<object?> values) => First(sql, static row => row.GetInt64(0), values);

    /// <summary>Reads a large value straight into a buffer, without SQLite making a copy of its own.</summary>
    public byte[] ReadValue(string table, string column, long row)
    {
        using var value = new SqliteBlob(_connection, table, column, row, readOnly: true);
        var bytes = GC.AllocateUninitializedArray<byte>((int)value.Length);
        value.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Writes a large value of just this size straight from a buffer, without a copy of its own.</summary>
    public void WriteValue(string table, string column, long row, ReadOnlySpan<byte> bytes)
    {
        using var value = new SqliteBlob(_connection, table, column, row);
        value.Write(bytes);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var index = 1; index <= values.Length; index++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${index}" });
            }

            _prepared.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }
}
