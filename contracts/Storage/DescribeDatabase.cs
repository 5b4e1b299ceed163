using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Asks what a database is and how full; null when there is none.</summary>
[RoutedTo(Roles.Storage)]
public sealed record DescribeDatabase(DatabaseName Database) : IRequest<DatabaseDescription?>;

/// <summary>Asks for the names of all databases, in ordinal order.</summary>
[RoutedTo(Roles.Storage)]
public sealed record ListDatabases : IRequest<ImmutableArray<DatabaseName>>;

/// <summary>A database from outside.</summary>
/// <param name="Database">Its name.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Instance">A random text made with the database, so that a removed and recreated one is noticed.</param>
/// <param name="CreatedMilliseconds">When it was made, Unix time in milliseconds.</param>
/// <param name="Documents">Documents whose winner is not deleted.</param>
/// <param name="DeletedDocuments">Documents whose winner is deleted.</param>
/// <param name="UpdateSequence">The sequence of the newest change.</param>
/// <param name="BytesOnDisk">The size of its files.</param>
public sealed record DatabaseDescription(
    DatabaseName Database,
    DatabaseKind Kind,
    string Instance,
    long CreatedMilliseconds,
    long Documents,
    long DeletedDocuments,
    LocalSequence UpdateSequence,
    long BytesOnDisk)
{
    /// <summary>How many revisions of a branch are kept (<see cref="SetRevisionsLimit"/>).</summary>
    public required int RevisionsLimit { get; init; }

    /// <summary>The <see cref="TreeNode.Arrival"/> of the newest revision.</summary>
    public required long LastArrival { get; init; }

    /// <summary>The vault: who this device's next edit will be by. It changes when a copy of the database is brought back. Null for a relay.</summary>
    public ActorId? Actor { get; init; }
}
