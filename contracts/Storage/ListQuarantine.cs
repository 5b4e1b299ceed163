using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Lists what was set aside, newest first.</summary>
/// <param name="Limit">1 to 1000.</param>
[RoutedTo(Roles.Storage)]
public sealed record ListQuarantine(int Limit) : IRequest<ImmutableArray<QuarantinedEntry>>
{
    /// <summary>Only entries with a lower number: where the page before ended.</summary>
    public long? Before { get; init; }

    /// <summary>Only what was set aside for this reason.</summary>
    public string? Code { get; init; }
}

/// <summary>Counts what is set aside.</summary>
[RoutedTo(Roles.Storage)]
public sealed record CountQuarantine : IRequest<long>;

/// <summary>Looks up one thing that was set aside; null when there is none of this number any more.</summary>
[RoutedTo(Roles.Storage)]
public sealed record FindQuarantined(long Number) : IRequest<QuarantinedEntry?>;

/// <summary>Something that was set aside, as its owner sees it.</summary>
/// <param name="Number">What it is called here. Never given to another.</param>
/// <param name="What">What was refused, and why.</param>
/// <param name="FirstSeen">When it was refused first.</param>
/// <param name="LastSeen">When it was refused last.</param>
/// <param name="Times">How often it was refused.</param>
/// <param name="Document">The document of this device that goes by that name on the server; null when none does.</param>
public sealed record QuarantinedEntry(long Number, QuarantineEntry What, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Times, DocumentId? Document);
