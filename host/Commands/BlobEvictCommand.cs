using System.CommandLine;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class BlobEvictCommand
{
    public static Command Make() => BlobVerb.Make("evict", "Free the space of files on this device. The server and other devices keep them.", async (host, file, cancellationToken) =>
        $"freed {await host.Mediator.Send(new EvictBlob(file.Key), cancellationToken)} bytes here; 'aurix blob fetch' brings them back");
}
