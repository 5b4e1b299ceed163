using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/{db}/_local/{doc}</c>: checkpoints. They never replicate and show in no list.</summary>
internal sealed class LocalDocumentEndpoint(IMediator mediator, LocalDocumentReader reader, LocalDocumentWrites writes, GatewayOptions options) : IEndpoint
{
    public string Path => "/{db}/_local/{doc}";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "PUT", "DELETE");
        _ = exchange.Relay.Existing;
        var id = ((Target.Local)exchange.Target).Id;
        if (exchange.IsRead && id == DatabaseAccess.SecurityId)
        {
            throw CouchError.Missing();
        }

        LocalDocumentWrites.Check(id);
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
        using var body = RequestBody.Parse(await RequestBody.ReadAsync(exchange, options.MaxDocumentSize));
        var (version, content, isDeleted) = reader.Read(body.RootElement);
        version ??= LocalDocumentReader.Version(exchange.Query.Text("rev"));
        await SaveAsync(exchange, id, isDeleted ? null : content, version);
    }

    private Task DeleteAsync(Exchange exchange, string id) => SaveAsync(exchange, id, body: null, LocalDocumentReader.Version(exchange.Query.Text("rev")));

    private async Task SaveAsync(Exchange exchange, string id, BodyBytes? body, long? version)
    {
        var saved = await writes.SaveAsync(exchange.Relay.Name, id, body, version, exchange.Aborted);
        await AnswerAsync(exchange, body is null ? 200 : 201, id, saved);
    }

    private static Task AnswerAsync(Exchange exchange, int status, string id, long version) => JsonAnswer.ObjectAsync(exchange, status, json =>
    {
        json.WriteBoolean("ok"u8, true);
        json.WriteString("id"u8, string.Create(CultureInfo.InvariantCulture, $"_local/{id}"));
        json.WriteString("rev"u8, LocalDocumentReader.Revision(version));
    });
}
