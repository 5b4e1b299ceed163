namespace Aurix.Platform.Storage.Blobs;

/// <summary>Reads every stored chunk and compares it with its hash, one at a time. Reads only: who reads the file next sees to the repair.</summary>
internal static class FileCheck
{
    private const int MostNamed = 10; // a report, not a list of a disk that is dying

    public static Finding Inspect(Database database, CancellationToken cancellationToken)
    {
        var subject = $"bytes of the files of {database.Name}";
        var (chunks, believed, damaged) = (0L, 0L, new List<string>());
        for (var after = 0L; Next(database.Blobs, after) is { } chunk; after = chunk.Row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                believed += database.Blobs.Inspect(session => BlobSql.IsHashed(session, chunk.Row, chunk.Place)) ? 0 : 1;
            }
            catch (DamagedChunkException)
            {
                damaged.Add($"chunk {chunk.Place} of {chunk.Key}");
            }

            chunks++;
        }

        return damaged.Count == 0
            ? new Finding(true, subject, $"{chunks} chunks are as they were stored{(believed > 0 ? $"; {believed} of an older build have no hash and were believed" : "")}.")
            : new Finding(
                false,
                subject,
                $"{damaged.Count} of {chunks} chunks are not what was stored: {string.Join(", ", damaged.Take(MostNamed))}. Check the disk. Reading such a file sets the chunk aside when a server has it, and sync fetches it again; restore the others from a backup.");
    }

    private static StoredChunk? Next(BlobFile blobs, long after) => blobs.Inspect(session => BlobSql.NextChunk(session, after));
}
