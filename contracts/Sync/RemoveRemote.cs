using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The owner has the server's copy removed, as far as an ordinary account can, and opts out. Nothing on this device is touched.</summary>
/// <remarks>
/// Cut off anywhere, doing it again goes on; until it is done, or its owner opts out with <see cref="DisableSync"/>, nothing else is sent.
/// The vault document goes first: other devices stop there, instead of sending again what goes. They have to opt out themselves.
/// </remarks>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>, <c>SyncRunning</c>.</exception>
/// <exception cref="Errors.RemoteRefusedException">The server refused the login, or is no CouchDB.</exception>
/// <exception cref="Errors.RemoteUnavailableException">The server cannot be reached.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RemoveRemote : IRequest<RemoteRemoval>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>What was removed, counted since removing began anew.</summary>
/// <param name="Documents">Sealed documents.</param>
/// <param name="Chunks">Chunks and manifests of files.</param>
/// <param name="Logs">Heads and segments of device logs, and what devices said of chunks to collect.</param>
/// <param name="Refused">What the server would not remove.</param>
/// <param name="Strangers">Documents that no device of this vault wrote; they were left alone.</param>
/// <param name="Stays">What stays on the server all the same, one sentence each.</param>
public sealed record RemoteRemoval(long Documents, long Chunks, long Logs, long Refused, long Strangers, ImmutableArray<string> Stays);
