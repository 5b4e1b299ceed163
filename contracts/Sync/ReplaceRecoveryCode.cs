using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Puts a new recovery slot on the server. The code of before opens nothing any more.</summary>
/// <returns>The new code, to be shown once. The receiver disposes it.</returns>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>, <c>SyncRunning</c>.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record ReplaceRecoveryCode : IRequest<Secret>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
