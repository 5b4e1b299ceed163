using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Signs this device in again at the server it syncs with, after the password was changed elsewhere. Everything is kept.</summary>
/// <param name="Password">The password of now.</param>
/// <exception cref="Errors.VaultException">Wrong password, or another vault.</exception>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record SignIn(Secret Password) : IRequest<VaultDescription>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }

    /// <summary>A new token, where the account has one (<see cref="ServerAuth.Bearer"/>). Null takes the one this device keeps.</summary>
    public Secret? Token { get; init; }

    /// <summary>The printed Secret Key. Null takes the one this device keeps.</summary>
    public Secret? SecretKey { get; init; }
}
