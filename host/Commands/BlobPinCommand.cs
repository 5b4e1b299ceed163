using System.CommandLine;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class BlobPinCommand
{
    public static Command Make() => BlobVerb.Make("pin", "Keep a document's files on this device: they are fetched if need be, and never evicted.", async (host, file, cancellationToken) =>
    {
        await host.Mediator.Send(new PinBlob(file.Key, Pinned: true), cancellationToken);
        return "pinned; what is missing comes with the next sync";
    });
}
