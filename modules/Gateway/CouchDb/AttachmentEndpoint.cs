using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/{db}/{doc}/{file}</c>: one attachment, by itself. A name may hold slashes.</summary>
internal sealed class AttachmentEndpoint(AttachmentGet get, AttachmentPut put) : IEndpoint
{
    public string Path => "/{db}/{doc}/{file}";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "PUT", "DELETE");
        _ = exchange.Relay.Existing;
        var target = (Target.Attachment)exchange.Target;
        DocumentReader.Check(target.Id);
        return exchange.IsRead ? get.HandleAsync(exchange, target) : put.HandleAsync(exchange, target);
    }
}
