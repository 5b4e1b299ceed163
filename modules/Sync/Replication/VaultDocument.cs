using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Replication;

/// <summary>The one server document that is written by ordinary rules: the wrapped keys of the vault.</summary>
internal static class VaultDocument
{
    public const string Id = "aurix-vault";

    /// <summary>Null when the server has none.</summary>
    public static async Task<BodyBytes?> ReadAsync(IRemoteDatabase remote, CancellationToken cancellationToken) =>
        (await ReadForEditAsync(remote, cancellationToken))?.Document;

    /// <summary>The document with the server's revision of it, which an edit must name.</summary>
    public static async Task<(BodyBytes Document, string Revision)?> ReadForEditAsync(IRemoteDatabase remote, CancellationToken cancellationToken)
    {
        if (await remote.GetAsync(Id, cancellationToken) is not { } document)
        {
            return null;
        }

        var revision = CouchJson.Text(document, "_rev") ?? "";
        foreach (var member in document.Select(pair => pair.Key).Where(name => name.StartsWith('_')).ToList())
        {
            document.Remove(member);
        }

        var text = CouchJson.Write(document)
            ?? throw new VaultException("VaultMalformed", "The server's vault document cannot be used: a text in it is no text.", "Ask whoever runs the server to restore the document aurix-vault; local documents are safe.");
        return (new BodyBytes(Encoding.UTF8.GetBytes(text)), revision);
    }

    /// <summary>Writes it over that revision, answering false when there is a newer one.</summary>
    public static async Task<bool> ReplaceAsync(IRemoteDatabase remote, BodyBytes document, string revision, CancellationToken cancellationToken)
    {
        var json = JsonNode.Parse(document.Utf8.Span)!.AsObject();
        json["_rev"] = revision;
        return await remote.PutAsync(Id, json, cancellationToken) is not null;
    }

    /// <summary>Creates it, answering false when there is one.</summary>
    public static async Task<bool> CreateAsync(IRemoteDatabase remote, BodyBytes document, CancellationToken cancellationToken) =>
        await remote.PutAsync(Id, JsonNode.Parse(document.Utf8.Span)!.AsObject(), cancellationToken) is not null;
}
