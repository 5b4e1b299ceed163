using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>Documents: read, write, delete, list. An edit names what its author saw, and nothing is written over unseen.</summary>
internal sealed class DocumentRoutes(IMediator mediator, GatewayOptions options) : IRoutes
{
    private const int MostListed = 1000;

    public IEnumerable<Route> All =>
    [
        new("GET", "documents", AppScopes.Read, "Lists documents by id. Query: type, deleted (true for those as well), limit (100, at most 1000), after.", ListAsync),
        new("POST", "documents", AppScopes.Write, "Makes a document with an id of its own, out of {content, type}. With an Idempotency-Key, asking again makes no second one.", MakeAsync),
        new("GET", "documents/{id}", AppScopes.Read, "Reads a document, or with ?rev= an earlier revision. The ETag is its revision.", ReadAsync),
        new("PUT", "documents/{id}", AppScopes.Write, "Saves {content, type} on what If-Match names, or as a new document with If-None-Match: *.", SaveAsync),
        new("DELETE", "documents/{id}", AppScopes.Write, "Deletes the document that If-Match names. It stays in its history.", DeleteAsync),
    ];

    /// <summary>What an edit that was not saved is told.</summary>
    public static Problem Refused(PutOutcome outcome) => outcome switch
    {
        PutOutcome.Stale stale => new(412, "Stale", $"The document has moved on to {stale.Winner}.", "Read it, and save again on what you then saw."),
        _ => new(412, "UnknownRevision", "The document has no such revision whose content is kept.", "Read it, and save again on what you then saw."),
    };

    private async Task ListAsync(RestCall call)
    {
        var page = await mediator.Send(
            new ListDocuments(call.Query.Text("after") is { } after ? new PageCursor(after) : null, Fields.Limit(call, 100, MostListed))
            {
                Type = Fields.Type(call.Query.Text("type")),
                Deleted = call.Query.Flag("deleted") ? DeletedDocuments.Included : DeletedDocuments.LeftOut,
            },
            call.Aborted);
        await JsonAnswer.ObjectAsync(call.Exchange, 200, json =>
        {
            json.WriteStartArray("documents"u8);
            foreach (var document in page.Documents)
            {
                json.WriteStartObject();
                DocumentJson.WriteSummary(json, document);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next"u8, page.Next?.Text);
        });
    }

    private async Task ReadAsync(RestCall call)
    {
        var revision = call.Query.Text("rev") is { } text ? Fields.Revision(text) : (Revision?)null;
        var found = await mediator.Send(new GetDocument(Fields.Id(call), revision), call.Aborted) switch
        {
            GetOutcome.Found here => here,
            GetOutcome.Compacted => throw new Problem(410, "Compacted", "The content of this revision is not kept any more."),
            _ => throw Problem.Missing("There is no such document, or no such revision of it."),
        };
        if (found.Body.Deleted && revision is null)
        {
            throw new Problem(404, "Deleted", "The document is deleted.", "Its history lists what it held, and restore brings it back.");
        }

        if (!Precondition.IsFresh(call.Exchange, found.Revision.ToString()))
        {
            await DocumentJson.WriteAsync(call, 200, found);
        }
    }

    private async Task MakeAsync(RestCall call)
    {
        using var body = await RequestBody.ReadObjectAsync(call.Exchange, options.MaxDocumentSize);
        var type = Fields.Type(Fields.Text(body.RootElement, "type")) ?? DocumentType.Default;
        var key = call.Exchange.Request.Headers["Idempotency-Key"].ToString();
        var id = new DocumentId($"{type}:{(key.Length == 0 ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) : NameOf(call, key))}");
        var outcome = await mediator.Send(new PutDocument(id, Fields.Content(body.RootElement) ?? CanonicalJson.EmptyObject, Parent: null) { Type = type }, CancellationToken.None);
        if (outcome is PutOutcome.Stale { Winner: var made } && key.Length > 0)
        {
            await DocumentJson.SavedAsync(call, 200, id, made); // made by the first of these requests
            return;
        }

        await DocumentJson.SavedAsync(call, 201, id, outcome is PutOutcome.Saved saved ? saved.Revision : throw Refused(outcome));
    }

    private async Task SaveAsync(RestCall call)
    {
        using var body = await RequestBody.ReadObjectAsync(call.Exchange, options.MaxDocumentSize);
        var id = Fields.Id(call);
        var seen = Fields.Seen(call);
        var content = Fields.Content(body.RootElement) ?? throw new Problem(400, "BadBody", "An object with a member 'content' is expected.");
        var edit = new PutDocument(id, content, seen) { Type = Fields.Type(Fields.Text(body.RootElement, "type")) };
        var outcome = await mediator.Send(edit, CancellationToken.None);
        if (outcome is PutOutcome.Stale { Winner: var winner } && await IsSameAsync(edit, winner, call.Aborted))
        {
            await DocumentJson.SavedAsync(call, 200, id, winner); // this very edit, whose answer was lost
            return;
        }

        await DocumentJson.SavedAsync(call, seen is null ? 201 : 200, id, outcome is PutOutcome.Saved saved ? saved.Revision : throw Refused(outcome));
    }

    private async Task DeleteAsync(RestCall call)
    {
        var seen = Fields.Seen(call) ?? throw new Problem(400, "BadRevision", "If-Match names the revision to delete.");
        var outcome = await mediator.Send(new DeleteDocument(Fields.Id(call), seen), CancellationToken.None);
        await DocumentJson.SavedAsync(call, 200, Fields.Id(call), outcome is PutOutcome.Saved saved ? saved.Revision : throw Refused(outcome));
    }

    private async Task<bool> IsSameAsync(PutDocument edit, Revision winner, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadHistory(edit.Id), cancellationToken)).FirstOrDefault(entry => entry.Revision == winner) is { Body: { Kind: DocumentBodyKind.Edit, Deleted: false } body } made
        && made.Parent == edit.Parent
        && body.Content.Equals(edit.Content)
        && (edit.Type is null || edit.Type == body.Type);

    // An app's keys are its own: another's equal one names another document.
    private static string NameOf(RestCall call, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{call.Exchange.User.Name}\n{key}")).AsSpan(0, 16));
}
