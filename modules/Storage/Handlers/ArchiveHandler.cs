using Aurix.Platform.Storage.Care.Archive;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class ArchiveHandler(Databases databases, ArchiveImport import, TimeProvider time)
    : IRequestHandler<ExportArchive, ExportReport>, IRequestHandler<ImportArchive, ImportReport>
{
    public async Task<ExportReport> Handle(ExportArchive request, CancellationToken cancellationToken)
    {
        var vault = await databases.RequireVaultAsync(cancellationToken);
        return await Task.Run(() => new ArchiveExport(vault, time, cancellationToken).Run(request.Path), cancellationToken);
    }

    public async Task<ImportReport> Handle(ImportArchive request, CancellationToken cancellationToken)
    {
        var vault = await databases.RequireVaultAsync(cancellationToken);
        return await Task.Run(() => import.RunAsync(vault, request.Path, cancellationToken), cancellationToken);
    }
}
