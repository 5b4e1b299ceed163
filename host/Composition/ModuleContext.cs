using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <inheritdoc cref="IModuleContext"/>
internal sealed record ModuleContext(
    string ModuleId,
    string DataDirectory,
    IReadOnlyDictionary<string, string> Settings,
    IMediator Mediator,
    ILoggerFactory Logging,
    TimeProvider Time,
    DrainSignal Signal) : IModuleContext
{
    public CancellationToken Draining => Signal.Token;
}
