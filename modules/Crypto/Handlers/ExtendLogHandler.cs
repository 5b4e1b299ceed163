using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Computes a log's chain.</summary>
internal sealed class ExtendLogHandler(KeyCabinet cabinet, LogHasher hasher) : IRequestHandler<ExtendLog, LogChain>
{
    public Task<LogChain> Handle(ExtendLog request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        return Task.FromResult(hasher.Extend(lease.Keys, request));
    }
}
