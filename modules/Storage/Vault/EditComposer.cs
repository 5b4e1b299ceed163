using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Writes the body of a user edit: what the author said, on top of what the author saw.</summary>
internal static class EditComposer
{
    /// <param name="request">What the author said.</param>
    /// <param name="seen">The revision that the author edited and what it showed, then the other heads that the author saw; empty for a new document.</param>
    /// <param name="dot">The edit's own name.</param>
    /// <param name="stamp">When.</param>
    public static DocumentBody Compose(EditRequest request, ImmutableArray<SeenRevision> seen, Dot dot, HybridTimestamp stamp)
    {
        var before = seen.IsEmpty ? null : seen[0].Body;
        return new DocumentBody
        {
            Id = request.Id,
            Type = request.Type ?? before?.Type ?? DocumentType.Default,
            Kind = DocumentBodyKind.Edit,
            Deleted = request.Deletes,
            Schema = before?.Schema ?? 0,
            Causes = seen.Aggregate(CausalSet.Empty, (causes, head) => causes.Union(head.Body.Causes)).With(dot),
            Dot = dot,
            Stamp = stamp,
            Parents = [.. seen.Select(head => head.Revision).Order()],
            Content = request.Deletes ? CanonicalJson.Null : request.Content ?? before?.Content ?? CanonicalJson.Null,
            Attachments = request.Deletes ? DocumentBody.NoAttachments : Files(request, before, dot),
            OpenRecords = Records(request, seen),
            Unknown = before?.Unknown ?? DocumentBody.NoUnknown,
        };
    }

    /// <summary>The canonical bytes, if they fit.</summary>
    /// <exception cref="InvalidDocumentException"><c>DocumentTooLarge</c>.</exception>
    public static CanonicalJson Encode(DocumentBody body)
    {
        var encoded = DocumentBodyCodec.Encode(body);
        return encoded.Utf8.Length <= DocumentBodyCodec.MaxEditBytes
            ? encoded
            : throw new InvalidDocumentException(
                "DocumentTooLarge",
                $"The document is {encoded.Utf8.Length} bytes; the most is {DocumentBodyCodec.MaxEditBytes}.",
                "Attach large content as a file, or split the document.");
    }

    // What was asked stays asked until somebody answers.
    private static ImmutableArray<CanonicalJson> Records(EditRequest request, ImmutableArray<SeenRevision> seen)
    {
        if (request.Deletes || seen.All(head => head.Body.OpenRecords.IsEmpty))
        {
            return [];
        }

        var open = seen.SelectMany(head => head.Body.OpenRecords).Select(record => (Id: ConflictRecordCodec.IdOf(record), Record: record));
        return
        [
            .. open.Where(record => !request.SettledRecords.Contains(record.Id, StringComparer.Ordinal))
                .DistinctBy(record => record.Id)
                .OrderBy(record => record.Id, StringComparer.Ordinal)
                .Select(record => record.Record),
        ];
    }

    private static ImmutableSortedDictionary<string, Attachment> Files(EditRequest request, DocumentBody? before, Dot dot)
    {
        var files = (before?.Attachments ?? DocumentBody.NoAttachments).ToBuilder();
        files.RemoveRange(request.Detach);
        foreach (var (name, file) in request.Attach)
        {
            files[name] = new Attachment(file.Blob, file.MediaType, dot);
        }

        return files.ToImmutable();
    }
}
