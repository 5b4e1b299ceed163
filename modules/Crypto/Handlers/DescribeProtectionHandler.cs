using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class DescribeProtectionHandler(KeyCabinet cabinet) : IRequestHandler<DescribeProtection, KeyProtection>
{
    public Task<KeyProtection> Handle(DescribeProtection request, CancellationToken cancellationToken) => Task.FromResult(cabinet.DescribeProtection());
}
