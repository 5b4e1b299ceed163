using System.Text.Json.Nodes;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Devices;

/// <summary>A sealed document that only this device writes: its head, and the pieces of its log.</summary>
internal static class OwnDocument
{
    /// <summary>Writes it; true also when it turns out to be there already: a first try whose answer was lost.</summary>
    /// <param name="remote">Where to.</param>
    /// <param name="id">What it is called there.</param>
    /// <param name="envelope">The bytes.</param>
    /// <param name="version">The server's version that it replaces; null when there is none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<bool> PutAsync(IRemoteDatabase remote, string id, string envelope, string? version, CancellationToken cancellationToken)
    {
        var document = new JsonObject { ["e"] = envelope };
        if (version is not null)
        {
            document["_rev"] = version;
        }

        return await remote.PutAsync(id, document, cancellationToken) is not null;
    }
}
