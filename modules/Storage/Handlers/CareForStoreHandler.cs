using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Storage.Care;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>The scheduled care of the daemon. One database that cannot be cared for does not keep the others from it.</summary>
internal sealed class CareForStoreHandler(Databases databases, BlobCollector collector, StorageOptions options, TimeProvider time) : IRequestHandler<CareForStore, JobOutcome>
{
    public async Task<JobOutcome> Handle(CareForStore request, CancellationToken cancellationToken)
    {
        var (dropped, files, bytes) = (0L, 0L, 0L);
        var troubles = new List<string>();
        foreach (var name in databases.Names())
        {
            try
            {
                if (await databases.FindAsync(name, cancellationToken) is { } database)
                {
                    var report = await new Compaction(database, options.RetentionOf(database.Kind), time, dryRun: false).RunAsync(cancellationToken);
                    var collected = await collector.RunAsync(database, new CollectBlobs(name), cancellationToken);
                    await database.TidyAsync(cancellationToken);
                    (dropped, files, bytes) = (dropped + report.Dropped, files + collected.Blobs, bytes + report.DroppedBytes + collected.Bytes);
                }
            }
            catch (StoreException trouble)
            {
                troubles.Add($"{name}: {trouble.Message}");
            }
        }

        return new JobOutcome(troubles.Count == 0, $"dropped {dropped} superseded bodies and {files} files, {bytes} bytes{string.Concat(troubles.Select(trouble => $"; {trouble}"))}");
    }
}
