using Aurix.Platform.Conflict.Explaining;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Shows a version that met in a merge again, as an edit like any other: nothing is unmade, and the undo can be undone.</summary>
internal sealed class UndoMergeHandler(IMediator mediator, VersionWriter writer) : IRequestHandler<UndoMerge, Revision>
{
    public async Task<Revision> Handle(UndoMerge request, CancellationToken cancellationToken)
    {
        var tree = await mediator.Send(new ReadTree(request.Id), cancellationToken) ?? throw Nothing(request.Id);
        var set = HeadSet.Of(tree);
        var past = PastMerge.Find(tree, set) ?? throw Nothing(request.Id);
        var version = request.Version is { } named ? Named(past, request.Id, named) : Last(past, request.Id);
        return await writer.ShowAsync(request.Id, version.Body, set.Heads[0], cancellationToken);
    }

    private static Candidate Named(PastMerge past, DocumentId id, Revision version) =>
        past.Versions.FirstOrDefault(candidate => candidate.Revision == version)
        ?? throw new UsageException("VersionMissing", $"No version {version} that is kept met in the last merge of {id}.", $"See them with 'aurix conflicts show {id}'; any kept revision comes back with 'aurix restore'.");

    private static Candidate Last(PastMerge past, DocumentId id)
    {
        if (!past.IsShown)
        {
            throw new UsageException("EditedSince", $"{id} has been edited since its versions were joined; undoing the merge would take that back too.", $"Name the version if you want that: 'aurix conflicts show {id}' lists them.");
        }

        return past.Versions.LastOrDefault(version => !version.ShowsSameAs(past.Merge.Body))
            ?? throw new UsageException("VersionMissing", $"No version that met in the last merge of {id} is kept, or all show what it shows.", $"See 'aurix history {id}'.");
    }

    private static UsageException Nothing(DocumentId id) =>
        new("NothingToUndo", $"No merge stands behind what {id} shows.", "An open conflict is answered with 'aurix conflicts answer'; an earlier revision comes back with 'aurix restore'.");
}
