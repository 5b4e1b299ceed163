using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Hosting;

/// <summary>A module's front door: the one type the host looks for, named by <see cref="ModuleAttribute"/>.</summary>
/// <remarks>
/// The host calls <see cref="Configure"/> of a loaded copy twice: without settings, to hear which ones it knows, and then with them. Then
/// <see cref="StartAsync"/>, and <see cref="StopAsync"/> before it lets go.
/// After a stop it may start the same copy again.
/// </remarks>
public interface IModule
{
    /// <summary>Registers handlers and services. No side effects: no files, ports, threads.</summary>
    void Configure(IServiceCollection services, IModuleContext context);

    /// <summary>Takes what the module needs: files, locks. Must give up when cancelled; an exception here means the module does not serve.</summary>
    ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Gives everything back: timers, loops, ports, files. No request is running any more.</summary>
    ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
