using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Makes the vault's random keys on this device, so that revisions made offline are final from the first. Answers the present vault when there is one.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record CreateVault : IRequest<VaultDescription>;

/// <summary>Asks which vault this device holds the keys of; null before <see cref="CreateVault"/>.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record DescribeVault : IRequest<VaultDescription?>;

/// <summary>A vault from outside.</summary>
/// <param name="Vault">Its id.</param>
/// <param name="Epoch">The key epoch that new things are sealed under.</param>
/// <param name="RingGeneration">The key ring's generation, counted from 1.</param>
public sealed record VaultDescription(VaultId Vault, int Epoch, int RingGeneration);
