using Aurix.Platform.Conflict.Explaining;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Writes down what a person decided, as an ordinary edit that contains what they decided about.</summary>
internal sealed class AnswerConflictHandler(IMediator mediator) : IRequestHandler<AnswerConflict, Revision>
{
    public async Task<Revision> Handle(AnswerConflict request, CancellationToken cancellationToken)
    {
        var tree = await mediator.Send(new ReadTree(request.Id), cancellationToken)
            ?? throw new UsageException("DocumentMissing", $"There is no document {request.Id}.", "See the conflicts with 'aurix conflicts list'.");
        var set = HeadSet.Of(tree);
        var put = request.Record is { } record ? AboutRecord(request, record, set) : AboutConflict(request, set);
        return VersionWriter.Saved(request.Id, await mediator.Send(put, cancellationToken));
    }

    /// <summary>One version stands; the edit contains the others too, so that no device asks again.</summary>
    private static PutDocument AboutConflict(AnswerConflict request, HeadSet set)
    {
        if (set.Heads.Length < 2)
        {
            throw new UsageException("NotOpen", $"{request.Id} has no open conflict.", $"A choice of its last merge is answered with its id: 'aurix conflicts show {request.Id}'.");
        }

        var chosen = set.Heads.FirstOrDefault(head => head.Revision == request.Version)
            ?? throw new UsageException("VersionMissing", $"{request.Version?.ToString() ?? "Nothing"} is none of the versions that met in {request.Id}.", $"See them with 'aurix conflicts show {request.Id}'.");
        if (chosen.Body.Deleted)
        {
            throw new UsageException("VersionDeleted", $"That version deletes {request.Id}.", $"Delete the document with 'aurix delete {request.Id}' once another version stands.");
        }

        return new PutDocument(request.Id, chosen.Body.Content, chosen.Revision)
        {
            AllowBranch = true,
            AlsoSaw = [.. set.Heads.Where(head => head != chosen).Select(head => head.Revision)],
        };
    }

    private static PutDocument AboutRecord(AnswerConflict request, string record, HeadSet set)
    {
        var head = set.Heads.Length == 1
            ? set.Heads[0]
            : throw new UsageException("StillOpen", $"Versions of {request.Id} are not joined yet.", "Answer the conflict first, or sync so that it is settled.");
        var open = head.Body.OpenRecords.FirstOrDefault(one => ConflictRecordCodec.IdOf(one) == record)
            ?? throw new UsageException("RecordMissing", $"{request.Id} has no open choice {record}.", $"See them with 'aurix conflicts show {request.Id}'.");
        CanonicalJson? content = null;
        if (request.Version is { } version)
        {
            var known = ConflictRecordCodec.Decode(open)
                ?? throw new UsageException("RecordUnknown", $"A later version of Aurix wrote the choice {record} in {request.Id}.", "Update this device, or dismiss the choice.");
            content = RecordAnswer.Apply(request.Id, head.Body.Content, known, version);
        }

        return new PutDocument(request.Id, content, head.Revision) { SettledRecords = [record] };
    }
}
