using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Conflict;

/// <summary>Brings every document that needs it to one head where that is possible (step 13). Changes nothing where nothing is to do.</summary>
[RoutedTo(Roles.Conflict, IsLong = true)]
public sealed record NormaliseDocuments : IRequest<NormalisationReport>
{
    /// <summary>Whether a round of sync has just fetched what a server has: what waits for a better common ancestor counts such rounds.</summary>
    public bool AfterPull { get; init; }
}

/// <summary>What was done.</summary>
/// <param name="Looked">Documents that were looked at.</param>
/// <param name="Merged">Documents whose heads were joined.</param>
/// <param name="Parked">Losers that were parked.</param>
/// <param name="Revived">Parked heads that were brought back.</param>
/// <param name="Copied">Losers that became documents of their own.</param>
/// <param name="Waiting">Documents whose heads stay for now, and why.</param>
public sealed record NormalisationReport(int Looked, int Merged, int Parked, int Revived, int Copied, ImmutableArray<WaitingDocument> Waiting);

/// <summary>A document whose conflict cannot be settled yet.</summary>
public sealed record WaitingDocument(DocumentId Id, DocumentType Type, string Reason);
