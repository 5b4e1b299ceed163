using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Opens the server's vault document with the recovery code, for an owner who lost the password. Its keys are staged as by <see cref="JoinVault"/>.</summary>
/// <param name="RecoveryCode">As it was shown by <see cref="WrapVault"/>, in any case, with or without dashes.</param>
/// <param name="Document">The JSON object found as <c>aurix-vault</c>.</param>
/// <returns>The vault on the server; <see cref="ConfirmVault"/> makes it the device's own.</returns>
/// <exception cref="Errors.UsageException"><c>RecoveryCodeInvalid</c>: mistyped.</exception>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c>, <c>KdfProfileMismatch</c>, <c>KeyringRollback</c>, <c>VaultMalformed</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record RecoverVault(Secret RecoveryCode, BodyBytes Document) : IRequest<VaultDescription>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
