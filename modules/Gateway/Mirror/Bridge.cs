using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>Follows the feeds of the vault and of the mirror, and settles every document that either tells of.</summary>
internal sealed class Bridge(IMediator mediator, Settling settling, GatewayOptions options, TimeProvider time, ILogger<Bridge> log) : IDisposable
{
    private const string Record = "mirror"; // a local document of the vault: how far both feeds were worked off
    private const int Page = 200; // documents between two writes of it: more is repeated after a crash, fewer is slower

    private static readonly TimeSpan Anyway = TimeSpan.FromMinutes(1); // a wait that long is asked again
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2); // after trouble: a full disk is not emptied sooner

    private readonly SemaphoreSlim _one = new(1); // at a time, also between the feeds and a request that waits for its answer

    /// <summary>Works until it is cancelled; trouble is tried again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(cancellationToken);
            }
            catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
            {
                GatewayLog.MirrorWaits(log, (trouble as AurixException)?.Code ?? trouble.GetType().Name); // the type and not the text, which may quote a document
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Settles one document now.</summary>
    public async Task SettleAsync(DocumentId id, CancellationToken cancellationToken) => await SettleAsync([id], cancellationToken);

    public void Dispose() => _one.Dispose();

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        for (var place = await ReadAsync(cancellationToken); ;)
        {
            var vault = await mediator.Send(new ReadChanges(DatabaseName.Vault, place.Vault, Page), cancellationToken);
            var mirror = await mediator.Send(new ReadChanges(MirrorDatabase.Name, place.Mirror, Page), cancellationToken);
            var next = place with { Vault = vault.LastSequence, Mirror = mirror.LastSequence };
            await SettleAsync(vault.Rows.Concat(mirror.Rows).Select(row => row.Id).Distinct(), cancellationToken);
            if (next != place)
            {
                await WriteAsync(next, cancellationToken);
                place = next;
            }
            else if (vault.CaughtUp && mirror.CaughtUp)
            {
                await WaitAsync(place, cancellationToken);
            }
        }
    }

    private async Task SettleAsync(IEnumerable<DocumentId> ids, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var grafts = ImmutableArray.CreateBuilder<Graft>();
            foreach (var id in ids)
            {
                grafts.AddRange(await settling.PlanAsync(id, cancellationToken));
            }

            if (grafts.Count > 0)
            {
                await mediator.Send(new GraftRevisions(MirrorDatabase.Name, grafts.DrainToImmutable()), cancellationToken);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task WaitAsync(Place place, CancellationToken cancellationToken)
    {
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] waits =
        [
            mediator.Send(new AwaitChanges(DatabaseName.Vault, place.Vault, Anyway), heard.Token),
            mediator.Send(new AwaitChanges(MirrorDatabase.Name, place.Mirror, Anyway), heard.Token),
        ];
        await Task.WhenAny(waits);
        await heard.CancelAsync();
        await Task.WhenAll(waits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // The mirror, the vault or the choice of types may be another than the record is about: then everything is looked at once more.
    private async Task<Place> ReadAsync(CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(cancellationToken);
        var found = await mediator.Send(new GetLocalDocument(DatabaseName.Vault, Record), cancellationToken);
        var json = found is null ? null : JsonNode.Parse(found.Body.Utf8.Span);
        return (string?)json?["of"] == subject
            ? new(subject, new LocalSequence((long)json!["vault"]!), new LocalSequence((long)json["mirror"]!))
            : new(subject, LocalSequence.Start, LocalSequence.Start);
    }

    private Task WriteAsync(Place place, CancellationToken cancellationToken)
    {
        var json = new JsonObject { ["of"] = place.Of, ["vault"] = place.Vault.Value, ["mirror"] = place.Mirror.Value };
        return mediator.Send(new PutLocalDocument(DatabaseName.Vault, Record, new BodyBytes(JsonSerializer.SerializeToUtf8Bytes(json)), ExpectedVersion: -1), cancellationToken);
    }

    private async Task<string> SubjectAsync(CancellationToken cancellationToken)
    {
        var vault = await mediator.Send(new DescribeDatabase(DatabaseName.Vault), cancellationToken) ?? throw new StoreException("StoreMissing", "There is no vault to mirror.", "Run 'aurix init'.");
        var mirror = await MirrorDatabase.OpenAsync(mediator, cancellationToken);
        return $"{vault.Instance} {mirror.Instance} {string.Join(',', options.MirrorTypes.Order(StringComparer.Ordinal))}";
    }

    /// <param name="Of">Which two databases it is about, and which types.</param>
    /// <param name="Vault">How far the vault's feed was worked off.</param>
    /// <param name="Mirror">How far the mirror's was.</param>
    private sealed record Place(string Of, LocalSequence Vault, LocalSequence Mirror);
}
