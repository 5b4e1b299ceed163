using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>What CouchDB answers to a write that is durable.</summary>
internal static class SavedAnswer
{
    public static Task WriteAsync(Exchange exchange, int status, string id, Revision revision)
    {
        exchange.Response.Headers.ETag = $"\"{revision}\"";
        if (status == 201)
        {
            exchange.Response.Headers.Location = $"/{Uri.EscapeDataString(exchange.Relay.Name.Value)}/{Uri.EscapeDataString(id)}";
        }

        return JsonAnswer.ObjectAsync(exchange, status, json =>
        {
            json.WriteBoolean("ok"u8, true);
            json.WriteString("id"u8, id);
            json.WriteString("rev"u8, revision.ToString());
        });
    }
}
