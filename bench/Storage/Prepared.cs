using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Bench.Storage;

/// <summary>A statement that is compiled once and run many times.</summary>
internal sealed class Prepared : IDisposable
{
    private readonly SqliteCommand _command;

    public Prepared(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var number = 1; number <= parameters; number++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = "$" + number.ToString(CultureInfo.InvariantCulture) });
        }
    }

    public void Run(params ReadOnlySpan<object> values) => With(values).ExecuteNonQuery();

    public SqliteDataReader Read(params ReadOnlySpan<object> values) => With(values).ExecuteReader();

    public void Dispose() => _command.Dispose();

    private SqliteCommand With(ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            _command.Parameters[index].Value = values[index];
        }

        return _command;
    }
}
