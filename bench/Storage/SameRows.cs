using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Bench.Storage;

/// <summary>Says aloud when the raw contestant no longer writes what our write path writes.</summary>
internal static class SameRows
{
    /// <summary>Compares the number of rows of every table, and warns on standard output, where the results are read.</summary>
    public static void Check(string ours, string raw)
    {
        var theirs = Count(raw);
        foreach (var (table, rows) in Count(ours).Where(table => table.Key != "migrations" && theirs[table.Key] != table.Value))
        {
            Console.WriteLine($"NOT COMPARABLE: {table} has {rows} rows of ours and {theirs[table]} raw ones.");
        }
    }

    // Of a full-text table its own shadow tables are left out: how many segments there are depends on the groups that were committed.
    private static Dictionary<string, long> Count(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        var tables = new List<string>();
        using (var list = new Prepared(connection, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'", 0))
        {
            using var row = list.Read();
            while (row.Read())
            {
                tables.Add(row.GetString(0));
            }
        }

        return tables.ToDictionary(table => table, table =>
        {
            using var count = new Prepared(connection, $"SELECT count(*) FROM \"{table}\"", 0);
            using var row = count.Read();
            row.Read();
            return row.GetInt64(0);
        });
    }
}
