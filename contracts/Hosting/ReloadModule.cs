using System.Collections.Immutable;
using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Loads a module anew from its folder while it serves. No request fails of it: those that come meanwhile wait or go to the new copy, those that are inside end in the old one.</summary>
/// <remarks>Whatever fails before the new copy serves leaves the old one in service. Not to be sent by a module that would wait for its own swap.</remarks>
/// <param name="Module">The module's id, such as <c>aurix.storage</c>; <see cref="ListModules"/> tells them.</param>
/// <exception cref="Errors.ModuleException">
/// <c>ModuleMissing</c>: none of that id; <c>SwapAbandoned</c>: a request or a conversation inside the old copy did not end in time; <c>RestartNeeded</c>:
/// too many old copies are still in memory; or why the new copy does not load or start.
/// </exception>
[RoutedTo(Roles.Host)]
public sealed record ReloadModule(string Module) : IRequest<ModuleReloaded>;

/// <summary>How a swap ended.</summary>
/// <param name="Module">The module's id.</param>
/// <param name="Role">Its role.</param>
/// <param name="Before">The version that served before.</param>
/// <param name="After">The version that serves now.</param>
/// <param name="Hash">SHA-256 over the files that serve now, 64 hex digits.</param>
/// <param name="Pause">How long requests to the role waited for the new copy; zero where both served at a time.</param>
/// <param name="Unloaded">Whether the old copy's code is gone from memory.</param>
public sealed record ModuleReloaded(string Module, string Role, string Before, string After, string Hash, TimeSpan Pause, bool Unloaded)
{
    /// <summary>What holds the old copy's code in memory, as far as the host can tell; empty when it is gone.</summary>
    public ImmutableArray<string> HeldBy { get; init; } = [];
}
