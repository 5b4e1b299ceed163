using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Writes every document of the vault anew under the keys of a vault that this device joins, losing none (crypto.md A4).</summary>
/// <remarks>
/// Crypto has staged the joined keys; minting uses them for <paramref name="Vault"/>. One transaction: before it the store belongs to the old
/// vault, after it to the new one, and <see cref="ConfirmVault"/> tells Crypto which. Does nothing when the store belongs to it already.
/// </remarks>
/// <param name="Vault">The vault to belong to.</param>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record ReissueVault(VaultId Vault) : IRequest<ReissueOutcome>;

/// <summary>What was rewritten.</summary>
public sealed record ReissueOutcome(int Documents, int Files);
