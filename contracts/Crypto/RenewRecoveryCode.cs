using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Makes a new recovery code: the vault document with its recovery slot replaced. The old code opens nothing once it is written.</summary>
/// <param name="Document">The vault document as the server shows it. It is checked first.</param>
/// <exception cref="Errors.VaultException">What <see cref="CheckVaultDocument"/> refuses.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record RenewRecoveryCode(BodyBytes Document) : IRequest<WrappedVault>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>Whether a recovery code was typed as it was printed; asked before any server is.</summary>
/// <exception cref="Errors.UsageException"><c>RecoveryCodeInvalid</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record CheckRecoveryCode(Secret RecoveryCode) : IRequest<bool>;
