using System.Buffers.Binary;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Envelopes;

/// <summary>What an envelope says in the clear, after everything that needs no key was checked.</summary>
/// <param name="Header">Version, kind and epoch.</param>
/// <param name="Revision">Generation, and the first half of V.</param>
/// <param name="Parent">Null for a first revision.</param>
internal readonly record struct EnvelopeFields(SealHeader Header, Revision Revision, Revision? Parent)
{
    /// <summary>Reads E and holds it against what the server says of it, in the order of crypto.md §3.5.</summary>
    /// <returns>Null, or a code of <see cref="RejectionCodes"/>.</returns>
    public static string? Read(ReadOnlySpan<byte> envelope, ReceivedDocument received, out EnvelopeFields fields)
    {
        fields = default;
        if (envelope.Length is < EnvelopeLayout.MinLength or > EnvelopeLayout.MaxLength || !SealHeader.TryRead(envelope, out var header))
        {
            return RejectionCodes.EnvelopeMalformed;
        }

        if (header.Version != SealHeader.CurrentVersion || !Enum.IsDefined(header.Kind))
        {
            return RejectionCodes.VersionUnsupported;
        }

        if (header.Kind != (received.IsTombstone ? SealKind.Tombstone : SealKind.Document))
        {
            return RejectionCodes.KindMismatch;
        }

        var generation = BinaryPrimitives.ReadUInt32LittleEndian(envelope[EnvelopeLayout.Generation..]);
        var parent = RevisionHash.FromBytes(envelope.Slice(EnvelopeLayout.Parent, RevisionHash.Size));
        if (generation is 0 or > EnvelopeLayout.MaxGeneration || (generation == 1) != (parent == RevisionHash.None))
        {
            return RejectionCodes.EnvelopeMalformed;
        }

        var revision = new Revision((int)generation, RevisionHash.FromBytes(envelope.Slice(EnvelopeLayout.Siv, RevisionHash.Size)));
        fields = new(header, revision, generation == 1 ? null : new Revision((int)generation - 1, parent));
        return !Revision.TryParse(received.Revision, out var told) || told != revision ? RejectionCodes.RevMismatch
            : !fields.FitsAncestry(received) ? RejectionCodes.LineageMismatch
            : null;
    }

    /// <summary>The server may tell nothing, or stem the old end; what it tells of this revision and its parent must be so.</summary>
    private bool FitsAncestry(ReceivedDocument received)
    {
        var told = received.Ancestry;
        return told.IsDefaultOrEmpty
            || (told.Length <= Revision.Generation
                && told[0] == Revision.Hash.ToString()
                && (told.Length == 1 || told[1] == Parent?.Hash.ToString()));
    }
}
