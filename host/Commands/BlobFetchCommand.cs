using System.CommandLine;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class BlobFetchCommand
{
    public static Command Make() => BlobVerb.Make("fetch", "Want files on this device: evicted ones, and such as do not come by themselves.", async (host, file, cancellationToken) =>
    {
        await host.Mediator.Send(new WantBlob(file.Key), cancellationToken);
        return await host.Mediator.Send(new FetchFile(file.Key), cancellationToken) ? "is here" : "comes with the next sync";
    });
}
