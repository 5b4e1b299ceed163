using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Filters;

/// <summary>Which documents one account shares with its server: those that the filter admits, and those that are on both sides already (ADR 0025).</summary>
/// <remarks>Without a filter nothing is asked, read or written here. The server is told of nothing that stays here, not even by an id.</remarks>
internal sealed class Sharing(IMediator mediator, SyncFilter filter, ServerBook book)
{
    private const int ReadSize = 8; // documents a question: at 4 MiB a leaf, what is held at once stays bounded

    /// <summary>Whether everything travels.</summary>
    public bool IsOpen => filter.IsOpen;

    /// <summary>What a checkpoint was made under (<see cref="SyncFilter.Mark"/>).</summary>
    public string Mark => filter.Mark;

    /// <summary>Of these documents those that stay here, with what they show: the server is not known to have them, and no leaf of them is admitted.</summary>
    public async Task<ImmutableDictionary<DocumentId, DocumentBody>> FindStayingAsync(IEnumerable<ChangeRow> rows, CancellationToken cancellationToken)
    {
        var staying = ImmutableDictionary.CreateBuilder<DocumentId, DocumentBody>();
        var asked = filter.IsOpen ? [] : rows.Where(row => row.RemoteId is not null).ToList();
        var known = asked.Count == 0 ? [] : await book.FindAsync(asked.Select(row => row.RemoteId!), cancellationToken);
        foreach (var part in asked.Where(row => !known.ContainsKey(row.RemoteId!)).Chunk(ReadSize))
        {
            var leaves = await mediator.Send(new ReadRevisions(DatabaseName.Vault, [.. part.Select(row => new WantedRevision(row.Id, null))], PathLimit: 1), cancellationToken);
            var shown = leaves.Where(leaf => leaf.Body is not null).Select(leaf => DocumentBodyCodec.DecodeTrusted(leaf.Body!.Utf8)).ToLookup(body => body.Id);
            staying.AddRange(part.Where(row => shown.Contains(row.Id) && !shown[row.Id].Any(filter.Admits)).Select(row => KeyValuePair.Create(row.Id, shown[row.Id].First())));
        }

        return staying.ToImmutable();
    }

    /// <summary>The rows of what travels.</summary>
    public async Task<ImmutableArray<ChangeRow>> WithoutStayingAsync(ImmutableArray<ChangeRow> rows, CancellationToken cancellationToken)
    {
        var staying = await FindStayingAsync(rows, cancellationToken);
        return staying.IsEmpty ? rows : [.. rows.Where(row => !staying.ContainsKey(row.Id))];
    }

    /// <summary>Of these files those that only documents name which stay here.</summary>
    public async Task<ImmutableHashSet<BlobKey>> FindStayingAsync(IReadOnlyCollection<BlobKey> files, CancellationToken cancellationToken)
    {
        if (filter.IsOpen || files.Count == 0)
        {
            return [];
        }

        var named = await mediator.Send(new FindBlobDocuments([.. files]), cancellationToken);
        var documents = named.Values.SelectMany(ids => ids).ToImmutableHashSet();
        var rows = await mediator.Send(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10_000) { Only = documents }, cancellationToken);
        var staying = await FindStayingAsync(rows.Rows, cancellationToken);
        return [.. named.Where(file => file.Value.All(staying.ContainsKey)).Select(file => file.Key)];
    }

    /// <summary>Notes that the server has these. What was left out stays so until it is opened again, unless it has come to be here.</summary>
    public async Task NoteShownAsync(IReadOnlyCollection<string> remoteIds, CancellationToken cancellationToken)
    {
        if (!filter.IsOpen)
        {
            var known = await book.FindAsync(remoteIds, cancellationToken);
            var here = await mediator.Send(new NameRemoteDocuments([.. known.Where(document => document.Value != ServerBook.Here).Select(document => document.Key)]), cancellationToken);
            await NoteSharedAsync(remoteIds.Where(id => !known.ContainsKey(id) || here.ContainsKey(id)), cancellationToken);
        }
    }

    /// <summary>Notes that these are here and on the server, or about to be: from now on they are kept up to date, whatever they come to say.</summary>
    public Task NoteSharedAsync(IEnumerable<string> remoteIds, CancellationToken cancellationToken) =>
        filter.IsOpen ? Task.CompletedTask : book.NoteAsync(remoteIds.Select(id => KeyValuePair.Create(id, ServerBook.Here)), cancellationToken);

    /// <summary>Which of the documents that were opened are not to be taken in. Noted on disk, so that a checkpoint may pass them.</summary>
    /// <param name="opened">All leaves of a document that are not here, or none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ImmutableHashSet<string>> LeaveOutAsync(IReadOnlyCollection<OpenOutcome.Opened> opened, CancellationToken cancellationToken)
    {
        if (filter.IsOpen || opened.Count == 0)
        {
            return [];
        }

        var leaves = opened.ToLookup(leaf => leaf.RemoteId, leaf => leaf.Body, StringComparer.Ordinal);
        var here = await mediator.Send(new NameRemoteDocuments([.. leaves.Select(document => document.Key)]), cancellationToken);
        var states = leaves.ToDictionary(document => document.Key, document => here.ContainsKey(document.Key) || document.Any(filter.Admits) ? ServerBook.Here : LeftOut(document));
        await book.NoteAsync(states, cancellationToken);
        return [.. states.Where(state => state.Value != ServerBook.Here).Select(state => state.Key)];
    }

    /// <summary>Of these documents those that were left out, by the ids they go by on the server.</summary>
    public async Task<ImmutableHashSet<string>> FindLeftOutAsync(IEnumerable<string> remoteIds, CancellationToken cancellationToken) =>
        filter.IsOpen ? [] : [.. (await book.FindAsync(remoteIds, cancellationToken)).Where(known => known.Value != ServerBook.Here).Select(known => known.Key)];

    /// <summary>How many documents were left out, by type; deleted ones under an empty one.</summary>
    public async Task<ImmutableSortedDictionary<string, long>> CountLeftOutAsync(CancellationToken cancellationToken) =>
        filter.IsOpen ? ImmutableSortedDictionary<string, long>.Empty : await book.CountLeftOutAsync(cancellationToken);

    private static string LeftOut(IEnumerable<DocumentBody> leaves) => leaves.FirstOrDefault(leaf => !leaf.Deleted) is { } shown ? $"-{shown.Type}" : "-";
}
