using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Makes the text that two devices compare.</summary>
internal sealed class FingerprintHeadsHandler(KeyCabinet cabinet, LogHasher hasher) : IRequestHandler<FingerprintHeads, string>
{
    public Task<string> Handle(FingerprintHeads request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        return Task.FromResult(hasher.Fingerprint(lease.Keys, request.Heads));
    }
}
