using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Records, durably, what was refused, before any checkpoint moves past it (invariant I-5). The same thing refused again only counts up.</summary>
[RoutedTo(Roles.Storage)]
public sealed record QuarantineRemote(ImmutableArray<QuarantineEntry> Entries) : IRequest<int>;

/// <summary>Something that could not be accepted, by its name on the server.</summary>
/// <param name="Remote">Which server database.</param>
/// <param name="RemoteId">The document there, or the chunk.</param>
/// <param name="Revision">The revision as the server spelled it; may be anything.</param>
/// <param name="Code">Why, such as <c>AuthFailed</c>.</param>
/// <param name="Detail">One sentence for a person, without content.</param>
public sealed record QuarantineEntry(string Remote, string RemoteId, string Revision, string Code, string Detail)
{
    /// <summary>SHA-256, in hex, of what the server sent in the envelope's place; null when it sent nothing.</summary>
    public string? RawHash { get; init; }

    /// <summary>What the server says this was built on, nearest first. Nobody vouches for it.</summary>
    public ImmutableArray<Revision> SaidToFollow { get; init; } = [];
}
