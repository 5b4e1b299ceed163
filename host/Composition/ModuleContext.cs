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
    CancellationToken Draining) : IModuleContext;
