using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.Filters;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Counts what lies here. No server is asked.</summary>
internal sealed class PreviewSyncHandler(IMediator mediator, AccountStore accounts, Sharings sharings) : IRequestHandler<PreviewSync, SyncPreview>
{
    private const int Page = 1000;

    public async Task<SyncPreview> Handle(PreviewSync request, CancellationToken cancellationToken)
    {
        var account = accounts.Read() ?? throw new UsageException("SyncOff", "Sync is off: there is no server that anything would go to.", "Run 'aurix sync enable' with a server's address first.");
        var vault = await mediator.Send(new DescribeDatabase(DatabaseName.Vault), cancellationToken);
        var sharing = sharings.Of(account.Client);
        var (live, deleted) = await FindStayingAsync(sharing, cancellationToken);
        var (files, bytes) = await CountFilesAsync(sharing, cancellationToken);
        return new(account.Address.ToString(), account.User, (vault?.Documents ?? 0) - live.Values.Sum(), (vault?.DeletedDocuments ?? 0) - deleted, files, bytes, LeakWords.Stored, LeakWords.ByWatching)
        {
            StayHere = [.. live.Select(type => new LeftOutDocuments(type.Key, type.Value))],
        };
    }

    private async Task<(ImmutableSortedDictionary<string, long> Live, long Deleted)> FindStayingAsync(Sharing sharing, CancellationToken cancellationToken)
    {
        var types = new Dictionary<string, long>(StringComparer.Ordinal);
        var deleted = 0L;
        var since = LocalSequence.Start;
        for (var caughtUp = sharing.IsOpen; !caughtUp;)
        {
            var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, Page), cancellationToken);
            foreach (var body in (await sharing.FindStayingAsync(changes.Rows, cancellationToken)).Values)
            {
                types[body.Type.Value] = types.GetValueOrDefault(body.Type.Value) + (body.Deleted ? 0 : 1);
                deleted += body.Deleted ? 1 : 0;
            }

            (since, caughtUp) = (changes.LastSequence, changes.CaughtUp);
        }

        return (types.Where(type => type.Value > 0).ToImmutableSortedDictionary(StringComparer.Ordinal), deleted);
    }

    private async Task<(long Files, long Bytes)> CountFilesAsync(Sharing sharing, CancellationToken cancellationToken)
    {
        var (files, bytes) = (0L, 0L);
        for (BlobKey? after = null; ;)
        {
            var page = await mediator.Send(new ListBlobs(after, Page), cancellationToken);
            var staying = await sharing.FindStayingAsync([.. page.Select(file => file.Key)], cancellationToken);
            var travelling = page.Where(file => file.BytesHere > 0 && !staying.Contains(file.Key)).ToList();
            files += travelling.Count;
            bytes += travelling.Sum(file => file.BytesHere);
            if (page.Length < Page)
            {
                return (files, bytes);
            }

            after = page[^1].Key;
        }
    }
}
