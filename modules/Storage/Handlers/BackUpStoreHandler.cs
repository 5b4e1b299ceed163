using System.Collections.Immutable;
using Aurix.Platform.Storage.Care;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class BackUpStoreHandler(Databases databases, StorageOptions options) : IRequestHandler<BackUpStore, ImmutableArray<BackupFile>>
{
    public Task<ImmutableArray<BackupFile>> Handle(BackUpStore request, CancellationToken cancellationToken) =>
        Backup.RunAsync(databases, request.Folder, options.Access, cancellationToken);
}
