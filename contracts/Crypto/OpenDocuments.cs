using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Opens what a server sent (step 11): one outcome for each, in order. What does not open stops nobody else.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record OpenDocuments(ImmutableArray<ReceivedDocument> Documents) : IRequest<ImmutableArray<OpenOutcome>>
{
    /// <summary>Opens also what closed keys sealed and the closing list does not name: only on its owner's word, for one document.</summary>
    public bool AcceptClosed { get; init; }
}

/// <summary>A document exactly as a server told it. Every part may be a lie.</summary>
/// <param name="RemoteId"><c>_id</c>.</param>
/// <param name="Revision"><c>_rev</c>.</param>
/// <param name="IsTombstone"><c>_deleted</c>.</param>
/// <param name="Envelope">The member <c>e</c>, null when there is none or it is no string.</param>
/// <param name="Ancestry"><c>_revisions.ids</c>, newest first; empty when it was not sent.</param>
public sealed record ReceivedDocument(string RemoteId, string Revision, bool IsTombstone, string? Envelope, ImmutableArray<string> Ancestry);

/// <summary>How opening ended.</summary>
public abstract record OpenOutcome
{
    private OpenOutcome()
    {
    }

    /// <summary>Made by somebody with the keys, for exactly this document, generation, parent and deletion flag.</summary>
    /// <param name="RemoteId">The id on the server.</param>
    /// <param name="Revision">The revision.</param>
    /// <param name="Parent">The parent that the envelope names, null for a first revision.</param>
    /// <param name="IsTombstone">Whether it is a park or a retire.</param>
    /// <param name="Encoded">The canonical bytes of the body.</param>
    /// <param name="Body">The body.</param>
    public sealed record Opened(string RemoteId, Revision Revision, Revision? Parent, bool IsTombstone, BodyBytes Encoded, DocumentBody Body) : OpenOutcome
    {
        /// <summary>The address, not the content.</summary>
        public override string ToString() => $"{RemoteId} {Revision}";
    }

    /// <summary>Not to be used.</summary>
    /// <param name="Code">One of <see cref="RejectionCodes"/>.</param>
    /// <param name="Detail">One sentence for a person.</param>
    public sealed record Rejected(string Code, string Detail) : OpenOutcome;
}
