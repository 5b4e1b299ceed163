using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Rotation;

/// <summary>How far the change feed was gone through since the keys were replaced; another replacement begins it anew.</summary>
/// <param name="List">The closing list that it was gone through with.</param>
/// <param name="Unlisted">Up to here nothing is left that other devices would refuse.</param>
/// <param name="Listed">Up to here nothing is left under closed keys.</param>
internal sealed record ResealCursor(string List, LocalSequence Unlisted, LocalSequence Listed)
{
    private const string Id = "aurix-reseal";

    public static async Task<ResealCursor> ReadAsync(IMediator mediator, ClosedEpochsDescription closed, CancellationToken cancellationToken)
    {
        var list = closed.List!.Manifest.ToString();
        var kept = await mediator.Send(new GetLocalDocument(DatabaseName.Vault, Id), cancellationToken);
        return kept is not null && JsonNode.Parse(kept.Body.Utf8.Span) is JsonObject json && (string?)json["list"] == list
            ? new(list, new((long)json["unlisted"]!), new((long)json["listed"]!))
            : new(list, LocalSequence.Start, LocalSequence.Start);
    }

    public Task WriteAsync(IMediator mediator, CancellationToken cancellationToken)
    {
        var json = new JsonObject { ["list"] = List, ["unlisted"] = Unlisted.Value, ["listed"] = Listed.Value };
        var body = new BodyBytes(Encoding.UTF8.GetBytes(json.ToJsonString()));
        return mediator.Send(new PutLocalDocument(DatabaseName.Vault, Id, body, ExpectedVersion: -1), cancellationToken);
    }
}
