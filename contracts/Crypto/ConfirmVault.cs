using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Storage says which vault its documents belong to; staged keys of that vault become the device's keys, durably.</summary>
/// <returns>The vault.</returns>
/// <exception cref="Errors.VaultException"><c>VaultMismatch</c>: this device has no keys for it.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record ConfirmVault(VaultId Vault) : IRequest<VaultDescription>;
