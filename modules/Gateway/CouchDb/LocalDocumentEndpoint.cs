using System.Globalization;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/{db}/_local/{doc}</c>: checkpoints. They never replicate and show in no list.</summary>
internal sealed class LocalDocumentEndpoint(IMediator mediator, LocalDocumentReader reader, GatewayOptions options) : IEndpoint
{
    public string Path => "/{db}/_local/{doc}";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "PUT", "DELETE");
        _ = exchange.Relay.Existing;
        var id = ((Target.Local)exchange.Target).Id;
        if (id.StartsWith(DatabaseAccess.Reserved, StringComparison.Ordinal))
        {
            // Where the server keeps who may do what: a member who could write it would be an administrator.
            throw exchange.IsRead ? CouchError.Missing() : CouchError.Forbidden("Local documents that start with an underscore are the server's own.");
        }

        if (id.Length > 512)
        {
            throw CouchError.IllegalId("Document id is too long");
        }

        return exchange.Method switch
        {
            "PUT" => PutAsync(exchange, id),
            "DELETE" => DeleteAsync(exchange, id),
            _ => GetAsync(exchange, id),
        };
    }

    private async Task GetAsync(Exchange exchange, string id)
    {
        var found = await mediator.Send(new GetLocalDocument(exchange.Relay.Name, id), exchange.Aborted) ?? throw CouchError.Missing();
        await JsonAnswer.ObjectAsync(exchange, 200, json =>
        {
            json.WriteString("_id"u8, "_local/" + id);
            json.WriteString("_rev"u8, LocalDocumentReader.Revision(found.Version));
            DocumentWriter.CopyMembers(json, found.Body);
        });
    }

    private async Task PutAsync(Exchange exchange, string id)
    {
        using var body = RequestBody.Parse(await RequestBody.ReadAsync(exchange.Request, options.MaxDocumentSize, exchange.Aborted));
        var (version, content, isDeleted) = reader.Read(body.RootElement);
        version ??= LocalDocumentReader.Version(exchange.Query.Text("rev"));
        if (isDeleted)
        {
            await RemoveAsync(exchange, id, version);
            return;
        }

        var outcome = await mediator.Send(new PutLocalDocument(exchange.Relay.Name, id, content, version), CancellationToken.None);
        await AnswerAsync(exchange, 201, id, outcome.Saved ? outcome.Version : throw CouchError.Conflict());
    }

    private Task DeleteAsync(Exchange exchange, string id) => RemoveAsync(exchange, id, LocalDocumentReader.Version(exchange.Query.Text("rev")));

    private async Task RemoveAsync(Exchange exchange, string id, long? version)
    {
        if (await mediator.Send(new GetLocalDocument(exchange.Relay.Name, id), exchange.Aborted) is null)
        {
            throw CouchError.Missing();
        }

        if (version is null || !(await mediator.Send(new PutLocalDocument(exchange.Relay.Name, id, Body: null, version), CancellationToken.None)).Saved)
        {
            throw CouchError.Conflict();
        }

        await AnswerAsync(exchange, 200, id, version: 0);
    }

    private static Task AnswerAsync(Exchange exchange, int status, string id, long version) => JsonAnswer.ObjectAsync(exchange, status, json =>
    {
        json.WriteBoolean("ok"u8, true);
        json.WriteString("id"u8, string.Create(CultureInfo.InvariantCulture, $"_local/{id}"));
        json.WriteString("rev"u8, LocalDocumentReader.Revision(version));
    });
}
