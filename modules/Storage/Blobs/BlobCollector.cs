using Aurix.Platform.Storage.Relay;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>Removes the bytes of files that nothing names any more (I-18).</summary>
/// <remarks>
/// A name is removed while the documents' write lock is held, and whoever writes a document looks under the same lock whether its files are whole:
/// so nothing is removed between being looked at and being named. The bytes follow without that lock, some at a time.
/// A crash leaves names or bytes without a reason, never a reason without bytes.
/// </remarks>
internal sealed class BlobCollector(TimeProvider time)
{
    // Names looked at under one lock. More would make writers of documents wait longer.
    private const int PageSize = 200;

    public async Task<CollectedBlobs> RunAsync(Database database, CollectBlobs request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Grace, TimeSpan.Zero, nameof(request));
        var cutoff = (time.GetUtcNow() - request.Grace).ToUnixTimeMilliseconds();
        return request.DryRun ? Count(database, cutoff) : await CollectAsync(database, cutoff, cancellationToken);
    }

    private static CollectedBlobs Count(Database database, long cutoff)
    {
        var names = Pages(database, cutoff).SelectMany(page => Unkept(database, page)).ToList();
        var contents = names.Select(blob => blob.Content).Concat(database.Blobs.Orphans()).Distinct().Select(database.Blobs.Here).ToList();
        return new CollectedBlobs(names.Count, contents.Sum(content => content.Chunks), contents.Sum(content => content.Bytes));
    }

    private static async Task<CollectedBlobs> CollectAsync(Database database, long cutoff, CancellationToken cancellationToken)
    {
        var swept = await database.Blobs.SweepUploadsAsync(cancellationToken);

        // References go first: one that outlived its bytes would say that they are here.
        if (database.Kind is DatabaseKind.Vault && database.Read(BlobRefs.CountUnnamed) > 0)
        {
            await database.WriteAsync((session, _) => BlobRefs.DropUnnamed_InTransaction(session), cancellationToken);
        }

        var blobs = 0;
        foreach (var page in Pages(database, cutoff))
        {
            // Looked at without the lock first: most pages have nothing to remove.
            if (Unkept(database, page).Count > 0)
            {
                blobs += await database.WriteAsync(
                    async (session, _) => await database.Blobs.DropSettledAsync([.. Unkept(session, database.Kind, page).Select(blob => blob.Blob)], cutoff, CancellationToken.None),
                    cancellationToken);
            }
        }

        var (chunks, bytes) = await database.Blobs.FreeAsync(database.Blobs.Orphans().Select(content => (long?)content), cancellationToken);
        await database.Blobs.ShrinkAsync(cancellationToken);
        return new CollectedBlobs(blobs, swept.Chunks + chunks, swept.Bytes + bytes);
    }

    private static IEnumerable<List<(long Blob, long Content, string Key)>> Pages(Database database, long cutoff)
    {
        for (var page = database.Blobs.Settled(cutoff, after: 0, PageSize); page.Count > 0; page = database.Blobs.Settled(cutoff, page[^1].Blob, PageSize))
        {
            yield return page;
        }
    }

    private static List<(long Blob, long Content, string Key)> Unkept(Database database, List<(long Blob, long Content, string Key)> page) =>
        database.Read(session => Unkept(session, database.Kind, page));

    private static List<(long Blob, long Content, string Key)> Unkept(Session session, DatabaseKind kind, List<(long Blob, long Content, string Key)> page) =>
        [.. page.Where(blob => !(kind is DatabaseKind.Vault ? BlobRefs.IsKept(session, blob.Key) : FileSql.IsNamed(session, blob.Key)))];
}
