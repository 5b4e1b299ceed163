using System.CommandLine;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class BlobUnpinCommand
{
    public static Command Make() => BlobVerb.Make("unpin", "Let files be evicted again. Frees nothing by itself.", async (host, file, cancellationToken) =>
    {
        await host.Mediator.Send(new PinBlob(file.Key, Pinned: false), cancellationToken);
        return "no longer pinned";
    });
}
