using System.CommandLine;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class BlobFetchCommand
{
    public static Command Make() => BlobVerb.Make("fetch", "Want evicted files back on this device.", async (host, file, cancellationToken) =>
    {
        await host.Mediator.Send(new WantBlob(file.Key), cancellationToken);
        return await host.Mediator.Send(new DescribeBlob(file.Key), cancellationToken) is { IsComplete: true } ? "is here" : "comes with the next sync";
    });
}
