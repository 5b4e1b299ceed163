using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Gateway.Mirror;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>Files of documents, of any size, in constant memory.</summary>
internal sealed class FileRoutes(IMediator mediator, VaultFiles files) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        new("GET", "documents/{id}/files/{name}", AppScopes.Read, "Reads a file, or the part that Range names. One that is not on this device is fetched first.", call => files.SendAsync(call.Exchange, Fields.Id(call), call.Values["name"])),
        new("PUT", "documents/{id}/files/{name}", AppScopes.Write, "Adds or replaces a file of the document that If-Match names. The body is the file, Content-Type its type.", PutAsync),
        new("DELETE", "documents/{id}/files/{name}", AppScopes.Write, "Takes a file off the document that If-Match names. It stays in its history.", DeleteAsync),
    ];

    private async Task PutAsync(RestCall call)
    {
        var (id, name, seen) = (Fields.Id(call), FileReader.CheckName(call.Values["name"]), Seen(call));
        await RequireAsync(id, seen, call.Aborted); // before gigabytes are read for an edit that will be refused
        var stored = await files.StoreAsync(call.Exchange, name);
        await EditAsync(call, new PutDocument(id, Content: null, seen) { Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add(name, stored) });
    }

    private async Task DeleteAsync(RestCall call)
    {
        var (id, seen) = (Fields.Id(call), Seen(call));
        var shown = await RequireAsync(id, seen, call.Aborted);
        if (!shown.Body.Attachments.ContainsKey(call.Values["name"]))
        {
            throw Problem.Missing("The document has no such file.");
        }

        await EditAsync(call, new PutDocument(id, Content: null, seen) { Detach = [call.Values["name"]] });
    }

    private async Task EditAsync(RestCall call, PutDocument edit)
    {
        var outcome = await mediator.Send(edit, CancellationToken.None);
        await DocumentJson.SavedAsync(call, 200, edit.Id, outcome is PutOutcome.Saved saved ? saved.Revision : throw DocumentRoutes.Refused(outcome));
    }

    private async Task<GetOutcome.Found> RequireAsync(DocumentId id, Revision seen, CancellationToken cancellationToken) =>
        await mediator.Send(new GetDocument(id), cancellationToken) switch
        {
            GetOutcome.Found shown when shown.Revision == seen => shown,
            GetOutcome.Found shown => throw DocumentRoutes.Refused(new PutOutcome.Stale(shown.Revision)),
            _ => throw Problem.Missing("There is no such document."),
        };

    private static Revision Seen(RestCall call) => Fields.Seen(call) ?? throw new Problem(400, "BadRevision", "If-Match names what the document shows now.");
}
