using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/{db}</c>: make it, describe it, remove it, put a document into it.</summary>
internal sealed class DatabaseEndpoint(IMediator mediator, DocumentReader reader, DocumentEdits edits, GatewayOptions options) : IEndpoint
{
    public string Path => "/{db}";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "PUT", "POST", "DELETE");
        return exchange.Method switch
        {
            "PUT" => CreateAsync(exchange),
            "DELETE" => DeleteAsync(exchange),
            "POST" => PostAsync(exchange),
            _ => DescribeAsync(exchange),
        };
    }

    private static void RequireAdmin(Exchange exchange)
    {
        if (!exchange.User.IsAdmin)
        {
            throw CouchError.Forbidden("You are not a server admin.");
        }
    }

    private static Task DescribeAsync(Exchange exchange)
    {
        var relay = exchange.Relay;
        var description = relay.Existing;
        return JsonAnswer.ObjectAsync(exchange, 200, json =>
        {
            json.WriteString("db_name"u8, description.Database.Value);
            json.WriteString("purge_seq"u8, "0"u8);
            json.WriteString("update_seq"u8, SequenceText.Write(relay, description.UpdateSequence));
            json.WriteStartObject("sizes"u8);
            json.WriteNumber("file"u8, description.BytesOnDisk);
            json.WriteNumber("external"u8, description.BytesOnDisk);
            json.WriteNumber("active"u8, description.BytesOnDisk);
            json.WriteEndObject();
            json.WriteNumber("doc_del_count"u8, description.DeletedDocuments);
            json.WriteNumber("doc_count"u8, description.Documents);
            json.WriteNumber("disk_format_version"u8, 8);
            json.WriteBoolean("compact_running"u8, false);
            json.WriteStartObject("props"u8);
            json.WriteEndObject();
            json.WriteString("instance_start_time"u8, description.CreatedMilliseconds.ToString(CultureInfo.InvariantCulture));
        });
    }

    private async Task CreateAsync(Exchange exchange)
    {
        RequireAdmin(exchange);
        if (!await mediator.Send(new CreateDatabase(exchange.Relay.Name, DatabaseKind.Relay), exchange.Aborted))
        {
            throw new CouchError(412, "file_exists", "The database could not be created, the file already exists.");
        }

        exchange.Response.Headers.Location = "/" + Uri.EscapeDataString(exchange.Relay.Name.Value);
        await JsonAnswer.ObjectAsync(exchange, 201, json => json.WriteBoolean("ok"u8, true));
    }

    private async Task DeleteAsync(Exchange exchange)
    {
        RequireAdmin(exchange);

        // CouchDB's own guard against a mistyped delete of a document: DELETE /db/?rev=… has lost its id on the way.
        if (exchange.Query.Has("rev"))
        {
            throw CouchError.BadRequest("You tried to DELETE a database with a ?rev= parameter. Did you mean to DELETE a document instead?");
        }

        if (!await mediator.Send(new DeleteDatabase(exchange.Relay.Existing.Database), exchange.Aborted))
        {
            throw CouchError.NoDatabase();
        }

        await JsonAnswer.ObjectAsync(exchange, 200, json => json.WriteBoolean("ok"u8, true));
    }

    private async Task PostAsync(Exchange exchange)
    {
        _ = exchange.Relay.Existing;
        using var body = await RequestBody.ReadObjectAsync(exchange, options.MaxHttpRequestSize);
        var document = reader.Read(body.RootElement);
        document = document with { Id = document.Id ?? ServerIdentity.NewId() };
        var revision = await edits.EditAsync(exchange.Relay, document, parts: null, exchange.Aborted);
        await SavedAnswer.WriteAsync(exchange, 201, document.Id!, revision);
    }
}
