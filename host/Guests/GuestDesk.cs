using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Host.Guests;

/// <summary>Answers a guest's calls. These four methods are all there is: no key, no login, no message, no file can be named here.</summary>
internal sealed class GuestDesk(IMediator mediator, GuestGrants grants, GuestAudit audit)
{
    private const int MostListed = 200;

    /// <summary>One line of answer to one line of call. Never throws over what a guest says.</summary>
    public async Task<string> AnswerAsync(string line, CancellationToken cancellationToken)
    {
        GuestCall? call = null;
        try
        {
            call = GuestCall.Parse(line);
            var (result, written, parent) = await RunAsync(call, cancellationToken);
            audit.Note(call.Method, call.Text("id"), "ok", written, parent);
            return new JsonObject { ["id"] = call.Number, ["result"] = result }.ToJsonString();
        }
        catch (GuestRefusal refusal)
        {
            return Refuse(call, refusal.Code, refusal.Message);
        }
        catch (AurixException failure)
        {
            return Refuse(call, failure.Code, failure.Message);
        }
    }

    private Task<(JsonNode Result, string? Written, string? Parent)> RunAsync(GuestCall call, CancellationToken cancellationToken) => call.Method switch
    {
        "documents.get" => GetAsync(call, cancellationToken),
        "documents.list" => ListAsync(call, cancellationToken),
        "documents.put" => PutAsync(call, cancellationToken),
        "documents.delete" => DeleteAsync(call, cancellationToken),
        _ => throw new GuestRefusal("MethodMissing", "There is no such method. There are documents.get, documents.list, documents.put and documents.delete."),
    };

    private async Task<(JsonNode, string?, string?)> GetAsync(GuestCall call, CancellationToken cancellationToken)
    {
        var found = await FindAsync(call.Id, cancellationToken) ?? throw Missing(call.Id);
        Demand(grants.MayRead(found.Body.Type), found.Body.Type, "read");
        return (new JsonObject
        {
            ["id"] = call.Id.Value,
            ["type"] = found.Body.Type.Value,
            ["rev"] = found.Revision.ToString(),
            ["deleted"] = found.Body.Deleted,
            ["content"] = JsonNode.Parse(found.Body.Content.Utf8.Span),
        }, null, null);
    }

    private async Task<(JsonNode, string?, string?)> ListAsync(GuestCall call, CancellationToken cancellationToken)
    {
        Demand(grants.MayRead(call.Type), call.Type, "read");
        var after = call.Text("after") is { } cursor ? new PageCursor(cursor) : (PageCursor?)null;
        var page = await mediator.Send(new ListDocuments(after, MostListed) { Type = call.Type }, cancellationToken);
        return (new JsonObject
        {
            ["documents"] = new JsonArray([.. page.Documents.Select(document => new JsonObject { ["id"] = document.Id.Value, ["rev"] = document.Revision.ToString() })]),
            ["next"] = page.Next?.ToString(),
        }, null, null);
    }

    private async Task<(JsonNode, string?, string?)> PutAsync(GuestCall call, CancellationToken cancellationToken)
    {
        var present = (await FindAsync(call.Id, cancellationToken))?.Body.Type;
        var type = call.OptionalType ?? present ?? throw new GuestRefusal("BadCall", "A new document needs a 'type'.");
        Demand(grants.MayWrite(present ?? type), present ?? type, "write");
        Demand(grants.MayWrite(type), type, "write");
        var outcome = await mediator.Send(new PutDocument(call.Id, call.Content, call.Parent) { Type = type }, cancellationToken);
        return Written(outcome, call);
    }

    private async Task<(JsonNode, string?, string?)> DeleteAsync(GuestCall call, CancellationToken cancellationToken)
    {
        var found = await FindAsync(call.Id, cancellationToken) ?? throw Missing(call.Id);
        Demand(grants.MayWrite(found.Body.Type), found.Body.Type, "write");
        var parent = call.Parent ?? throw new GuestRefusal("BadCall", "'rev' must be the revision that was read.");
        return Written(await mediator.Send(new DeleteDocument(call.Id, parent), cancellationToken), call);
    }

    private static (JsonNode, string?, string?) Written(PutOutcome outcome, GuestCall call) => outcome switch
    {
        PutOutcome.Saved saved => (new JsonObject { ["rev"] = saved.Revision.ToString() }, saved.Revision.ToString(), call.Parent?.ToString()),
        PutOutcome.Refused refused => throw refused.Reason,
        _ => throw new GuestRefusal("Stale", "The document has another revision by now. Read it again."),
    };

    private async Task<GetOutcome.Found?> FindAsync(DocumentId id, CancellationToken cancellationToken) =>
        await mediator.Send(new GetDocument(id), cancellationToken) as GetOutcome.Found;

    private static void Demand(bool granted, DocumentType type, string what)
    {
        if (!granted)
        {
            throw new GuestRefusal("Denied", $"This guest may not {what} documents of the type '{type}'.");
        }
    }

    private string Refuse(GuestCall? call, string code, string message)
    {
        audit.Note(call?.Method ?? "(unreadable)", call?.Text("id"), code);
        return new JsonObject { ["id"] = call?.Number, ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString();
    }

    private static GuestRefusal Missing(DocumentId id) => new("DocumentMissing", $"There is no document '{id}'.");
}
