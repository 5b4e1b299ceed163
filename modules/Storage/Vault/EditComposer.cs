using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Writes the body of a user edit: what the author said, on top of what the author saw.</summary>
internal static class EditComposer
{
    /// <param name="request">What the author said.</param>
    /// <param name="seen">The revision that the author saw and what it showed; null for a new document.</param>
    /// <param name="dot">The edit's own name.</param>
    /// <param name="stamp">When.</param>
    public static DocumentBody Compose(EditRequest request, (Revision Revision, DocumentBody Body)? seen, Dot dot, HybridTimestamp stamp)
    {
        var before = seen?.Body;
        return new DocumentBody
        {
            Id = request.Id,
            Type = request.Type ?? before?.Type ?? DocumentType.Default,
            Kind = DocumentBodyKind.Edit,
            Deleted = request.Deletes,
            Schema = before?.Schema ?? 0,
            Causes = (before?.Causes ?? CausalSet.Empty).With(dot),
            Dot = dot,
            Stamp = stamp,
            Parents = seen is { } head ? [head.Revision] : [],
            Content = request.Deletes ? CanonicalJson.Null : request.Content ?? before?.Content ?? CanonicalJson.Null,
            Attachments = request.Deletes ? DocumentBody.NoAttachments : Files(request, before, dot),
            OpenRecords = before?.OpenRecords ?? [],
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
