using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Puts this device's keys on a server that still has the vault under older ones, because they were replaced through another server.</summary>
/// <remarks>Other devices that sync there sign in again with the password. A ring that is as new as this device's, or newer, is never written over.</remarks>
/// <param name="Password">The password of the account there.</param>
/// <returns>The recovery code that is good at that server from now on, to be shown once; null when the server had these keys already. The receiver disposes it.</returns>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c>: another password. <c>VaultMissing</c>, <c>VaultMismatch</c>, <c>VaultRotated</c>: the server's keys are the newer ones.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record PublishKeys(Secret Password) : IRequest<Secret?>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
