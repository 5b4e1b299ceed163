using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>First step of a password change: the vault document with a slot for the new password beside the one that is there.</summary>
/// <param name="Login">A login begun with the new password.</param>
/// <param name="Document">The vault document as the server shows it. It is checked before anything is built on it.</param>
/// <param name="Present">The login of the present password, which must open the document and whose slot is kept; null when the recovery code has shown who asks.</param>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c>, and what <see cref="CheckVaultDocument"/> refuses.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record AddPasswordSlot(long Login, BodyBytes Document, long? Present) : IRequest<BodyBytes>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>Last step of a password change: the vault document with this login's slot and no other, and the device's pin moved to it.</summary>
/// <param name="Login">A login that opens the document.</param>
/// <param name="Document">The vault document as the server shows it.</param>
/// <returns>What to write; null when it is so already.</returns>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c>, and what <see cref="CheckVaultDocument"/> refuses.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record KeepPasswordSlot(long Login, BodyBytes Document) : IRequest<BodyBytes?>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
