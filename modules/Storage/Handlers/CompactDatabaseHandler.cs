using Aurix.Platform.Storage.Care;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class CompactDatabaseHandler(Databases databases, StorageOptions options, TimeProvider time)
    : IRequestHandler<CompactDatabase, CompactionReport>, IRequestHandler<NoteSynced, bool>, IRequestHandler<ForgetSynced, bool>
{
    public async Task<CompactionReport> Handle(CompactDatabase request, CancellationToken cancellationToken)
    {
        var database = await databases.RequireAsync(request.Database, cancellationToken);
        return await new Compaction(database, options.RetentionOf(database.Kind), time, request.DryRun).RunAsync(cancellationToken);
    }

    public async Task<bool> Handle(NoteSynced request, CancellationToken cancellationToken) =>
        await (await databases.RequireVaultAsync(cancellationToken)).WriteAsync((session, _) => SyncMarks.Set_InTransaction(session, request), cancellationToken);

    public async Task<bool> Handle(ForgetSynced request, CancellationToken cancellationToken) =>
        await (await databases.RequireVaultAsync(cancellationToken)).WriteAsync((session, _) => SyncMarks.Clear_InTransaction(session, request.Remote), cancellationToken);
}
