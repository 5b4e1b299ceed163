using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Healing;

/// <summary>Says leaves again that the server hides behind a forged delete, so that the next push puts them beside it (G2).</summary>
internal sealed class LeafHealer(IMediator mediator, TimeProvider time)
{
    // An administrator who deletes again and again would else make us write as often. A day of a hidden leaf loses nothing: it is here.
    private static readonly TimeSpan Rest = TimeSpan.FromDays(1);

    private const int Page = 256;

    /// <summary>Heals what has not been healed for a day. Answers how many leaves were said again.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var resealer = new Resealer(mediator);
        var healed = 0;
        for (DocumentId? after = null; ;)
        {
            var page = await mediator.Send(new ListForgedDeletes(time.GetUtcNow() - Rest, after, Page), cancellationToken);
            var leaves = page.ToImmutableDictionary(hidden => hidden.Document, hidden => hidden.Leaf);
            foreach (var (document, hidden) in leaves)
            {
                healed += await resealer.ResealAsync([document], leaf => leaf.Revision == hidden, cancellationToken);
            }

            if (page.Length > 0)
            {
                await mediator.Send(new NoteHealed([.. leaves.Keys]), cancellationToken);
            }

            if (page.Length < Page)
            {
                return healed;
            }

            after = page[^1].Document;
        }
    }
}
