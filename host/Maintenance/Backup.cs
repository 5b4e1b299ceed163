using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Host.Maintenance;

/// <summary>Makes a folder that is a data folder itself: whole, or not at all.</summary>
internal static class Backup
{
    /// <summary>What it is called while it is made.</summary>
    public const string Unfinished = ".unfinished";

    /// <param name="mediator">The way to the modules.</param>
    /// <param name="target">Must not exist yet.</param>
    /// <param name="cancellationToken">Ends it; nothing of it stays.</param>
    public static async Task<ImmutableArray<BackupFile>> MakeAsync(IMediator mediator, string target, CancellationToken cancellationToken)
    {
        var unfinished = target + Unfinished;
        try
        {
            var store = OwnerOnly.CreateFolder(OwnerOnly.CreateFolder(unfinished), Roles.Storage);
            var files = await mediator.Send(new BackUpStore(store), cancellationToken);
            await mediator.Send(new BackUpKeys(OwnerOnly.CreateFolder(unfinished, Roles.Crypto)), cancellationToken);
            Directory.Move(unfinished, target);
            return files;
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }
}
