using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Counts what lies here. No server is asked.</summary>
internal sealed class PreviewSyncHandler(IMediator mediator, AccountStore accounts) : IRequestHandler<PreviewSync, SyncPreview>
{
    private const int Page = 1000;

    public async Task<SyncPreview> Handle(PreviewSync request, CancellationToken cancellationToken)
    {
        var account = accounts.Read() ?? throw new UsageException("SyncOff", "Sync is off: there is no server that anything would go to.", "Run 'aurix sync enable' with a server's address first.");
        var vault = await mediator.Send(new DescribeDatabase(DatabaseName.Vault), cancellationToken);
        var (files, bytes) = await CountFilesAsync(cancellationToken);
        return new(account.Address.ToString(), account.User, vault?.Documents ?? 0, vault?.DeletedDocuments ?? 0, files, bytes, LeakWords.Stored, LeakWords.ByWatching);
    }

    private async Task<(long Files, long Bytes)> CountFilesAsync(CancellationToken cancellationToken)
    {
        var (files, bytes) = (0L, 0L);
        for (BlobKey? after = null; ;)
        {
            var page = await mediator.Send(new ListBlobs(after, Page), cancellationToken);
            files += page.Count(file => file.BytesHere > 0);
            bytes += page.Sum(file => file.BytesHere);
            if (page.Length < Page)
            {
                return (files, bytes);
            }

            after = page[^1].Key;
        }
    }
}
