using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>What documents were, how to have it back, and where words occur.</summary>
internal sealed class HistoryRoutes(IMediator mediator, GatewayOptions options) : IRoutes
{
    private const int MostHits = 200;

    public IEnumerable<Route> All =>
    [
        new("GET", "documents/{id}/history", AppScopes.Read, "Every revision of a document, newest first, also deleted and kept ones.", ReadAsync),
        new("POST", "documents/{id}/restore", AppScopes.Write, "Brings {rev} back as a new edit on what If-Match names.", RestoreAsync),
        new("GET", "search", AppScopes.Read, "Documents by the words in them. Query: q, type, order (relevance or newest), limit (20, at most 200), after.", SearchAsync),
    ];

    private async Task ReadAsync(RestCall call)
    {
        var entries = await mediator.Send(new ReadHistory(Fields.Id(call)), call.Aborted);
        if (entries.IsEmpty)
        {
            throw Problem.Missing("There is no such document.");
        }

        await JsonAnswer.ObjectAsync(call.Exchange, 200, json =>
        {
            json.WriteStartArray("revisions"u8);
            foreach (var entry in entries)
            {
                json.WriteStartObject();
                json.WriteString("rev"u8, entry.Revision.ToString());
                json.WriteString("parent"u8, entry.Parent?.ToString());
                json.WriteString("kind"u8, entry.Body?.Kind.ToString().ToLowerInvariant());
                json.WriteBoolean("deleted"u8, entry.Body?.Deleted == true);
                json.WriteString("edited"u8, entry.Body is null or { Kind: DocumentBodyKind.Park or DocumentBodyKind.Retire } ? null : DocumentJson.Time(entry.Body.Stamp));
                json.WriteBoolean("shown"u8, entry.IsWinner);
                json.WriteBoolean("leaf"u8, entry.IsLeaf);
                json.WriteString("keeps"u8, entry.Body?.Parked?.Revision.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private async Task RestoreAsync(RestCall call)
    {
        using var body = await RequestBody.ReadObjectAsync(call.Exchange, options.MaxDocumentSize);
        var id = Fields.Id(call);
        var wanted = Fields.Revision(Fields.Text(body.RootElement, "rev") ?? throw new Problem(400, "BadBody", "'rev' names the revision to bring back."));
        var seen = Fields.Seen(call) ?? throw new Problem(400, "BadRevision", "If-Match names what the document shows now.");
        if (await mediator.Send(new GetDocument(id, wanted), call.Aborted) is not GetOutcome.Found old || await mediator.Send(new GetDocument(id, seen), call.Aborted) is not GetOutcome.Found shown)
        {
            throw Problem.Missing("There is no such revision whose content is kept.");
        }

        var edit = new PutDocument(id, old.Body.Content, seen)
        {
            Type = old.Body.Type,
            Attach = old.Body.Attachments.ToImmutableDictionary(file => file.Key, file => new NewAttachment(file.Value.Blob, file.Value.MediaType)),
            Detach = [.. shown.Body.Attachments.Keys.Except(old.Body.Attachments.Keys)],
        };
        var outcome = await mediator.Send(edit, CancellationToken.None);
        await DocumentJson.SavedAsync(call, 200, id, outcome is PutOutcome.Saved saved ? saved.Revision : throw DocumentRoutes.Refused(outcome));
    }

    private async Task SearchAsync(RestCall call)
    {
        var question = new SearchDocuments(call.Query.Text("q") ?? throw new Problem(400, "BadQuery", "'q' says what to look for."), Fields.Limit(call, 20, MostHits))
        {
            Type = Fields.Type(call.Query.Text("type")),
            Order = call.Query.Text("order") switch
            {
                null or "relevance" => SearchOrder.Relevance,
                "newest" => SearchOrder.Newest,
                _ => throw new Problem(400, "BadOrder", "'order' is relevance or newest."),
            },
            After = call.Query.Text("after") is { } after ? new PageCursor(after) : null,
        };
        var page = await mediator.Send(question, call.Aborted);
        await JsonAnswer.ObjectAsync(call.Exchange, 200, json =>
        {
            json.WriteStartArray("hits"u8);
            foreach (var hit in page.Hits)
            {
                json.WriteStartObject();
                DocumentJson.WriteSummary(json, hit.Document);
                json.WriteString("title"u8, hit.Title.Text);
                json.WriteString("snippet"u8, hit.Snippet.Text);
                json.WriteStartArray("marks"u8);
                foreach (var (start, length) in hit.Snippet.Marks)
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(start);
                    json.WriteNumberValue(length);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next"u8, page.Next?.Text);
        });
    }
}
