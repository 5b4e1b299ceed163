using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage.Vault;

/// <summary>What has to be settled before the first request may see an opened vault.</summary>
internal static class VaultOpening
{
    public static async Task RunAsync(Database vault, ActorMarker marker, IMediator mediator, ILogger log, CancellationToken cancellationToken)
    {
        vault.Marker = marker;

        // A crash between the commit of a re-issue and its confirmation is healed here.
        await mediator.Send(new ConfirmVault(vault.Read(MetaSql.Vault)), cancellationToken);
        if (!marker.Agrees(vault.Read(MetaSql.Actor)))
        {
            await vault.WriteAsync((session, effects) => Rotate(session, effects, marker), cancellationToken);
            StorageLog.ActorRotated(log, vault.Name, "the marker beside the database names another one");
        }

        try
        {
            await Reissue.ReissuedFiles.DropOldAsync(vault, cancellationToken);
        }
        catch (StoreException busy) when (busy.Code == "StoreLocked")
        {
            // Another process writes, perhaps the re-issue itself. Old names do no harm, and a later start drops them.
        }
    }

    /// <summary>Counts edits under a new actor from now on.</summary>
    public static bool Rotate(Session session, Effects effects, ActorMarker marker)
    {
        var actor = marker.NewActor();
        MetaRow.Change_InTransaction(session, meta => meta with { Actor = actor });
        effects.AfterCommit(() => marker.Write(actor));
        return true;
    }
}
