using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Care;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>The scheduled care of the daemon. One database that cannot be cared for does not keep the others from it.</summary>
internal sealed class CareForStoreHandler(Databases databases, StorageOptions options, TimeProvider time) : IRequestHandler<CareForStore, JobOutcome>
{
    public async Task<JobOutcome> Handle(CareForStore request, CancellationToken cancellationToken)
    {
        var (dropped, bytes) = (0L, 0L);
        var troubles = new List<string>();
        foreach (var name in databases.Names())
        {
            try
            {
                if (await databases.FindAsync(name, cancellationToken) is { } database)
                {
                    var retention = database.Kind is DatabaseKind.Vault ? options.Retention : Retention.None;
                    var report = await new Compaction(database, retention, time, dryRun: false).RunAsync(cancellationToken);
                    await database.TidyAsync(cancellationToken);
                    (dropped, bytes) = (dropped + report.Dropped, bytes + report.DroppedBytes);
                }
            }
            catch (StoreException trouble)
            {
                troubles.Add($"{name}: {trouble.Message}");
            }
        }

        return new JobOutcome(troubles.Count == 0, $"dropped {dropped} superseded bodies of {bytes} bytes{string.Concat(troubles.Select(trouble => $"; {trouble}"))}");
    }
}
