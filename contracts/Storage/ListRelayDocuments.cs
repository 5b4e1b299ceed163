using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Lists a relay's documents by id: <c>_all_docs</c>.</summary>
/// <param name="Database">A relay.</param>
[RoutedTo(Roles.Storage)]
public sealed record ListRelayDocuments(DatabaseName Database) : IRequest<RelayPage>
{
    /// <summary>Only these, in this order, with a row also for those that are not there. At most 10 000.</summary>
    public ImmutableArray<string>? Keys { get; init; }

    /// <summary>From this id on.</summary>
    public string? From { get; init; }

    /// <summary>Up to this id.</summary>
    public string? To { get; init; }

    /// <summary>Whether <see cref="To"/> itself belongs to the range.</summary>
    public bool IncludeTo { get; init; } = true;

    /// <summary>Highest id first; <see cref="From"/> is then the highest.</summary>
    public bool Descending { get; init; }

    /// <summary>Rows to leave out at the start.</summary>
    public int Skip { get; init; }

    /// <summary>Rows at the most.</summary>
    public int Limit { get; init; } = int.MaxValue;
}

/// <summary>A page of a relay's documents.</summary>
/// <param name="Total">Documents that are not deleted, in the whole database.</param>
/// <param name="Rows">In order.</param>
public sealed record RelayPage(long Total, ImmutableArray<RelayRow> Rows);

/// <summary>One document in a page.</summary>
/// <param name="Id">As asked or found.</param>
/// <param name="Winner">Null when there is no such document.</param>
/// <param name="IsTombstone">Whether it is deleted; only asked-for keys show deleted documents.</param>
public sealed record RelayRow(string Id, Revision? Winner, bool IsTombstone);
