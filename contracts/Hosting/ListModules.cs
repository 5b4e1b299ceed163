using System.Collections.Immutable;
using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Asks which modules are loaded, and which were set aside and why.</summary>
[RoutedTo(Roles.Host)]
public sealed record ListModules : IRequest<ImmutableArray<ModuleDescription>>;

/// <summary>One module as the host sees it.</summary>
/// <param name="Id">Such as <c>aurix.storage</c>; the folder's name when the module could not say.</param>
/// <param name="Role">The role it serves; <c>strategy:aurix.lww</c> for a strategy, <c>extension:me.hello</c> for an extension.</param>
/// <param name="Version">The assembly's version, empty when it could not be read.</param>
/// <param name="State"><c>serving</c>, or <c>quarantined</c>.</param>
/// <param name="LoadContext">The name of the load context that holds it, empty when it is not loaded.</param>
/// <param name="Folder">Where it was found.</param>
/// <param name="Problem">Why it was set aside, or why an earlier copy of it serves; null when nothing is wrong.</param>
public sealed record ModuleDescription(string Id, string Role, string Version, string State, string LoadContext, string Folder, string? Problem)
{
    /// <summary>For a strategy, the SHA-256 of its assembly as 64 hex digits; empty for others.</summary>
    public string Hash { get; init; } = "";
}
