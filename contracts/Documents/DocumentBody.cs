using System.Collections.Immutable;

namespace Aurix.Platform.Documents;

/// <summary>Everything a revision of a vault document says: the plaintext of its envelope (conflict.md §1.1).</summary>
/// <remarks>
/// The rev tree is only transport; the truth about what knew of what is <see cref="Causes"/>. Encoded as canonical JSON
/// by <see cref="DocumentBodyCodec"/>, so that two devices that say the same thing write the same bytes and mint the same revision.
/// </remarks>
public sealed record DocumentBody
{
    /// <summary>The format this build writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The document.</summary>
    public required DocumentId Id { get; init; }

    /// <summary>The document's type.</summary>
    public required DocumentType Type { get; init; }

    /// <summary>What made this revision.</summary>
    public required DocumentBodyKind Kind { get; init; }

    /// <summary>Whether the owner deleted the document. A delete is an edit like any other; the server cannot even see it.</summary>
    public bool Deleted { get; init; }

    /// <summary>The version of the app's own schema for <see cref="Content"/>, 0 when it has none.</summary>
    public int Schema { get; init; }

    /// <summary>Which user edits this revision contains.</summary>
    public CausalSet Causes { get; init; } = CausalSet.Empty;

    /// <summary>The user edit that this revision is; only for <see cref="DocumentBodyKind.Edit"/>.</summary>
    public Dot? Dot { get; init; }

    /// <summary>When: an edit's own time, the latest of the parents' for a merge.</summary>
    public HybridTimestamp Stamp { get; init; }

    /// <summary>For an edit every head its author saw, for a merge the merged heads; ascending.</summary>
    public ImmutableArray<Revision> Parents { get; init; } = [];

    /// <summary>How the heads were joined; only for <see cref="DocumentBodyKind.Merge"/>.</summary>
    public MergeProvenance? Merge { get; init; }

    /// <summary>What the app stored.</summary>
    public CanonicalJson Content { get; init; } = CanonicalJson.Null;

    /// <summary>The files, by name.</summary>
    public ImmutableSortedDictionary<string, Attachment> Attachments { get; init; } = NoAttachments;

    /// <summary>Choices that a merge made and its owner may want to revise, in canonical order.</summary>
    public ImmutableArray<CanonicalJson> OpenRecords { get; init; } = [];

    /// <summary>The revision kept here; only for <see cref="DocumentBodyKind.Park"/>.</summary>
    public ParkedRevision? Parked { get; init; }

    /// <summary>Fields that a later build wrote and this one does not know. Kept, hashed and written back.</summary>
    public ImmutableSortedDictionary<string, CanonicalJson> Unknown { get; init; } = NoUnknown;

    /// <summary>No file.</summary>
    public static ImmutableSortedDictionary<string, Attachment> NoAttachments { get; } =
        ImmutableSortedDictionary.Create<string, Attachment>(StringComparer.Ordinal);

    /// <summary>No unknown field.</summary>
    public static ImmutableSortedDictionary<string, CanonicalJson> NoUnknown { get; } =
        ImmutableSortedDictionary.Create<string, CanonicalJson>(StringComparer.Ordinal);

    /// <summary>The address of the document and the kind of revision, without content.</summary>
    public override string ToString() => $"{Kind} of {Type} {Id}";
}

/// <summary>A head that lost, whole: which revision it was and what it said.</summary>
/// <param name="Revision">The revision that was parked.</param>
/// <param name="Body">Its body, byte for byte.</param>
public sealed record ParkedRevision(Revision Revision, CanonicalJson Body);
