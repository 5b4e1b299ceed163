using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Writes one document, its attachments inside the JSON or in the parts behind it.</summary>
internal sealed class DocumentPut(DocumentReader reader, DocumentEdits edits, DocumentGrafts grafts, GatewayOptions options)
{
    public async Task HandleAsync(Exchange exchange, string id)
    {
        if (!RequestBody.IsType(exchange.Request, "multipart/related"))
        {
            using var body = RequestBody.Parse(await RequestBody.ReadAsync(exchange, options.MaxHttpRequestSize));
            await SaveAsync(exchange, id, body.RootElement, parts: null);
            return;
        }

        await using var stream = RequestBody.Open(exchange.Request);
        var parts = FollowingParts.Open(exchange.Request.ContentType, stream);
        var first = await parts.NextAsync("the document", exchange.Aborted);
        using var json = RequestBody.Parse(await RequestBody.ReadAsync(first, options.MaxHttpRequestSize, expected: null, exchange));
        await SaveAsync(exchange, id, json.RootElement, parts);
    }

    private async Task SaveAsync(Exchange exchange, string id, JsonElement json, FollowingParts? parts)
    {
        var document = reader.Read(json, id);
        Revision revision;
        if (exchange.Query.Flag("new_edits", otherwise: true))
        {
            var parent = Precondition.Parent(exchange);
            if (parent is not null && document.Revision is not null && parent != document.Revision)
            {
                throw CouchError.BadRequest("Document rev from request body and query string have different values");
            }

            revision = await edits.EditAsync(exchange.Relay, document with { Revision = document.Revision ?? parent }, parts, exchange.Aborted);
        }
        else
        {
            if (await grafts.GraftAsync(exchange.Relay, [document], parts, exchange.Aborted) is [var refusal, ..])
            {
                throw refusal.Error;
            }

            revision = document.Ancestry!.Tip;
        }

        await SavedAnswer.WriteAsync(exchange, 201, id, revision);
    }
}
