using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Checks every database for damage: SQLite's own check, and that trees, winners and counters agree. Reads only.</summary>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record CheckStore : IRequest<ImmutableArray<Finding>>
{
    /// <summary>Also reads every byte of every file and compares it with what was stored. Takes as long as the disk needs.</summary>
    public bool VerifyFiles { get; init; }
}

/// <summary>One thing a check found.</summary>
/// <param name="Healthy">Whether it is as it should be.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Message">What was seen, and what to do if it is not healthy.</param>
public sealed record Finding(bool Healthy, string Subject, string Message);
