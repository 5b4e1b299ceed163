using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Which name each file of another vault has under this one's keys.</summary>
/// <remarks>In a temporary database of SQLite's own, which has no name and goes with the connection: an archive may hold more files than memory does names.</remarks>
internal sealed class RenamedFiles : IDisposable
{
    private readonly Session _session;

    public RenamedFiles()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = "", Pooling = false }.ToString());
        connection.Open();
        _session = new Session(connection);
        _session.RunScript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE renamed (old BLOB PRIMARY KEY, epoch INTEGER, new BLOB) WITHOUT ROWID");
    }

    public void Add(BlobReference archived, BlobReference renamed) => _session.Run(
        "INSERT OR REPLACE INTO renamed (old, epoch, new) VALUES ($1, $2, $3)",
        Key(archived),
        renamed.Epoch,
        renamed.Manifest.ToBytes());

    /// <summary>The new name; the old one when the bytes are not in the archive, and nobody can compute it.</summary>
    public BlobReference Renamed(BlobReference archived) => _session.First(
        "SELECT epoch, new FROM renamed WHERE old = $1",
        row => archived with { Epoch = row.GetInt32(0), Manifest = BlobAddress.FromBytes(row.GetFieldValue<byte[]>(1)) },
        Key(archived)) ?? archived;

    public void Dispose() => _session.Dispose();

    // What a body says of the file has to be what the list said: the same bytes bound to another file id have another name.
    private static byte[] Key(BlobReference file) => [.. file.Manifest.ToBytes(), .. file.File.ToBytes(), .. BitConverter.GetBytes(file.Size)];
}
