using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Reads a revision's body as strictly as one that came out of an envelope.</summary>
internal static class ArchivedBody
{
    /// <returns>The body, or why the revision cannot be one of this document.</returns>
    public static (DocumentBody? Body, string Code) Read(DocumentId id, ArchivedRevision revision)
    {
        if (revision.Body!.Value.Length > DocumentBodyCodec.MaxBytes || Decode(revision.Body.Value) is not { } body)
        {
            return (null, RejectionCodes.BodyMalformed);
        }

        if (revision.Revision.Generation > 1 ? revision.Parent is not { } parent || parent.Hash == RevisionHash.None : revision.Parent is not null)
        {
            return (null, RejectionCodes.LineageMismatch);
        }

        if (body.Id != id)
        {
            return (null, RejectionCodes.IdMismatch);
        }

        if (IsTombstone(body) != revision.IsTombstone)
        {
            return (null, RejectionCodes.KindMismatch);
        }

        return body.Parked is { } parked && Parked(id, parked) is { } code ? (null, code) : (body, "");
    }

    /// <summary>Reads a body; null when it is none.</summary>
    private static DocumentBody? Decode(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return DocumentBodyCodec.Decode(utf8);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? Parked(DocumentId id, ParkedRevision parked) => Decode(parked.Body.Utf8) switch
    {
        null => RejectionCodes.BodyMalformed,
        var kept when kept.Id != id => RejectionCodes.IdMismatch,
        var kept when IsTombstone(kept) => RejectionCodes.KindMismatch,
        _ => null,
    };

    private static bool IsTombstone(DocumentBody body) => body.Kind is DocumentBodyKind.Park or DocumentBodyKind.Retire;
}
