using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Collection;

/// <summary>Fetches and opens the proposal and the answers, and writes them; what does not open is set aside by name.</summary>
internal sealed class CollectionReader(IMediator mediator, IRemoteDatabase remote, string remoteName)
{
    public async Task<ShownCollection> ListAsync(CancellationToken cancellationToken)
    {
        var epoch = (await mediator.Send(new DescribeVault(), cancellationToken))!.Epoch;
        var documents = (await remote.ReadRangeAsync("g", "h", cancellationToken)).Where(document => Id(document) is { Length: 44 } id && id[0] == 'g').ToList();
        var outcomes = await mediator.Send(new OpenCollection([.. documents.Select(document => new ReceivedDeviceDocument(Id(document), CouchJson.Text(document, "e")))]), cancellationToken);
        await new HeadReader(mediator, remote, remoteName).SetAsideAsync(
            documents.Zip(outcomes).Where(pair => pair.Second is OpenCollectionOutcome.Rejected).Select(pair =>
            {
                var rejected = (OpenCollectionOutcome.Rejected)pair.Second;
                return new RefusedDocument(Id(pair.First), CouchClient.Shorten(CouchJson.Text(pair.First, "_rev") ?? ""), rejected.Code, rejected.Detail);
            }),
            cancellationToken);

        // What was sealed under earlier keys is no news: a device that was locked out can still write such.
        return new(
            outcomes.OfType<OpenCollectionOutcome.Proposed>().FirstOrDefault(proposed => proposed.Epoch == epoch),
            outcomes.OfType<OpenCollectionOutcome.Answered>().Where(answered => answered.Epoch == epoch).ToImmutableDictionary(answered => answered.Answer.Device, answered => answered.Answer));
    }

    /// <summary>Writes over what lies under that name. False when somebody else was faster.</summary>
    public async Task<bool> PutAsync(SealedDeviceDocument written, CancellationToken cancellationToken)
    {
        var there = await remote.GetAsync(written.RemoteId, cancellationToken);
        if (CouchJson.Text(there, "e") == written.Envelope)
        {
            return true; // a first try whose answer was lost
        }

        var document = new JsonObject { ["e"] = written.Envelope };
        if (CouchJson.Text(there, "_rev") is { } version)
        {
            document["_rev"] = version;
        }

        return await remote.PutAsync(written.RemoteId, document, cancellationToken) is not null;
    }

    private static string Id(JsonObject document) => CouchJson.Text(document, "_id")!;
}

/// <summary>What a server shows of the collecting that is under way.</summary>
/// <param name="Proposed">The proposal; null when there is none under the present keys.</param>
/// <param name="Answers">The newest answer of each device, to whatever proposal.</param>
internal sealed record ShownCollection(OpenCollectionOutcome.Proposed? Proposed, ImmutableDictionary<DeviceId, CollectionAnswer> Answers);
