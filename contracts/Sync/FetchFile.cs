using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Fetches one file of the vault now, because somebody wants to read it, also where it does not come by itself.</summary>
/// <remarks>Waits for no round and for no other file. Cut off anywhere, the next one goes on where it was. Where a file was evicted, <see cref="WantBlob"/> comes first.</remarks>
/// <returns>Whether all of it is on this device now. False where sync is off or paused, no document names it, or the server lacks a part.</returns>
/// <exception cref="Errors.RemoteUnavailableException">The server cannot be reached.</exception>
/// <exception cref="Errors.RemoteRefusedException">The server refuses this device.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record FetchFile(BlobKey Blob) : IRequest<bool>;
