using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Saves many edits of vault documents in one transaction and with one trip to the disk; each has an outcome of its own, in order.</summary>
/// <remarks>One that ends other than <see cref="PutOutcome.Saved"/> leaves no trace and does not stop the others. Later edits see earlier ones of the same call.</remarks>
/// <param name="Edits">1 to 1000.</param>
[RoutedTo(Roles.Storage)]
public sealed record PutDocuments(ImmutableArray<PutDocument> Edits) : IRequest<ImmutableArray<PutOutcome>>
{
    /// <summary>How many, never the content.</summary>
    public override string ToString() => $"{nameof(PutDocuments)} {Edits.Length}";
}
