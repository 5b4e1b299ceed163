using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Healing;

/// <summary>Finds what a server would not take, for another try: limits are raised, and what stands before a server is set up anew.</summary>
internal sealed class RefusedPushes(IMediator mediator, TimeProvider time)
{
    private static readonly TimeSpan Rest = TimeSpan.FromDays(1); // shorter, and what will never fit is sent for nothing; longer, and nobody sees that it would fit by now

    private const int Page = 200; // as in trying again by hand

    /// <summary>The documents that were refused a day ago or earlier.</summary>
    public async Task<ImmutableHashSet<DocumentId>> DueAsync(string remoteName, CancellationToken cancellationToken)
    {
        var due = ImmutableHashSet.CreateBuilder<DocumentId>();
        for (long? before = null; ;)
        {
            var page = await mediator.Send(new ListQuarantine(Page) { Before = before, Code = Pusher.Refusal }, cancellationToken);
            due.UnionWith(page.Where(entry => entry.What.Remote == remoteName && time.GetUtcNow() - entry.LastSeen >= Rest).Select(entry => entry.Document).OfType<DocumentId>());
            if (page.Length < Page)
            {
                return due.ToImmutable();
            }

            before = page[^1].Number;
        }
    }
}
