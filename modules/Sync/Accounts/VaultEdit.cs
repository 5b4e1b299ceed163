using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Changes the vault document by ordinary rules: read, change, write; when somebody else was faster, all of it again.</summary>
internal static class VaultEdit
{
    /// <summary>Writes what <paramref name="change"/> makes of the document, which is verified anew each time; nothing when it answers null.</summary>
    /// <exception cref="VaultException"><c>VaultMissing</c>, and whatever the change refuses.</exception>
    public static async Task RunAsync(CouchClient client, RemoteAddress address, Func<BodyBytes, Task<BodyBytes?>> change, CancellationToken cancellationToken)
    {
        var remote = new CouchDatabase(client, address.Database);
        for (var attempt = 1; ; attempt++)
        {
            var shown = await VaultDocument.ReadForEditAsync(remote, cancellationToken)
                ?? throw new VaultException("VaultMissing", $"There is no vault at '{address}'.", "Check the address, or ask the server's owner; nothing local is lost.");
            if (await change(shown.Document) is not { } changed || await VaultDocument.ReplaceAsync(remote, changed, shown.Revision, cancellationToken))
            {
                return;
            }

            if (attempt == CouchClient.ConflictTries)
            {
                throw new RemoteUnavailableException($"The vault document at '{address}' is being changed by others again and again.", "Try again.");
            }
        }
    }
}
