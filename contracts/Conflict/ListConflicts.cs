using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict;

/// <summary>Lists conflicts: the open ones, and settled ones whose losers are kept.</summary>
/// <param name="After">Where the page before ended, null for the first.</param>
/// <param name="Limit">1 to 1000.</param>
[RoutedTo(Roles.Conflict)]
public sealed record ListConflicts(PageCursor? After, int Limit) : IRequest<ConflictPage>;

/// <summary>A page of conflicts.</summary>
/// <param name="Conflicts">By the ids of their documents.</param>
/// <param name="Next">Where to go on; null when there is no more.</param>
public sealed record ConflictPage(ImmutableArray<ConflictDescription> Conflicts, PageCursor? Next);

/// <summary>One conflict.</summary>
/// <param name="Id">The document.</param>
/// <param name="Type">Its type.</param>
/// <param name="Shown">What the document shows.</param>
/// <param name="Settled">Whether one head is left.</param>
/// <param name="Strategy">Who settled it, with version; for an open one, who should.</param>
/// <param name="Reason">For an open one, why it waits.</param>
/// <param name="Versions">The versions that met: open heads, or kept losers.</param>
/// <param name="OpenRecords">How many choices wait for a look.</param>
public sealed record ConflictDescription(
    DocumentId Id,
    DocumentType Type,
    Revision Shown,
    bool Settled,
    string? Strategy,
    string? Reason,
    ImmutableArray<ConflictVersion> Versions,
    int OpenRecords);

/// <summary>A version that met another.</summary>
/// <param name="Revision">Restore it by this name.</param>
/// <param name="Stamp">When it was edited.</param>
/// <param name="Deleted">Whether it deleted the document.</param>
public sealed record ConflictVersion(Revision Revision, HybridTimestamp Stamp, bool Deleted);
