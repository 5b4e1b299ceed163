using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Says which vault the keys are of. A damaged key file is an error and not "none".</summary>
internal sealed class DescribeVaultHandler(KeyCabinet cabinet) : IRequestHandler<DescribeVault, VaultDescription?>
{
    public Task<VaultDescription?> Handle(DescribeVault request, CancellationToken cancellationToken) => Task.FromResult(cabinet.Describe());
}
