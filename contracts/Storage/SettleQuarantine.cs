using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Drops what was set aside under these names, because it went well after all. Revisions that are grafted settle theirs by themselves.</summary>
/// <param name="Remote">Which server database.</param>
/// <param name="RemoteIds">The documents or chunks there.</param>
/// <param name="Code">Only what was set aside for this reason; null for any.</param>
/// <returns>How many there were.</returns>
[RoutedTo(Roles.Storage)]
public sealed record SettleQuarantine(string Remote, ImmutableArray<string> RemoteIds, string? Code) : IRequest<int>;
