using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Hosting;

/// <summary>What the host gives a module: its place on disk, its settings, and the way to the others.</summary>
public interface IModuleContext
{
    /// <summary>Such as <c>aurix.storage</c>.</summary>
    string ModuleId { get; }

    /// <summary>A folder of the module's own below the data directory. It exists; nobody else writes there.</summary>
    string DataDirectory { get; }

    /// <summary>The module's settings as plain text, by name; empty when nobody configured it.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Sends to the roles that the module's manifest names under <c>uses</c>, and to no other.</summary>
    IMediator Mediator { get; }

    /// <summary>Where the module logs. Addresses and outcomes only, never content.</summary>
    ILoggerFactory Logging { get; }

    /// <summary>The clock. Tests give another one.</summary>
    TimeProvider Time { get; }

    /// <summary>Fires when this copy is taken out of service: end loops and streams.</summary>
    CancellationToken Draining { get; }
}
