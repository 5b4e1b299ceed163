using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Creates the vault database for a vault whose keys Crypto holds, answering false when it exists.</summary>
[RoutedTo(Roles.Storage)]
public sealed record InitialiseVault(VaultId Vault) : IRequest<bool>;
