using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Collection;

/// <summary>Keeps what this device remembers of collecting in documents that never replicate. The candidates lie apart: a round that has nothing to look at reads none of them.</summary>
internal sealed class CollectionStore(IMediator mediator)
{
    private const string StateId = "aurix-collection";
    private const string CandidatesId = "aurix-collection-candidates";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public async Task<CollectionState> ReadAsync(DeviceState device, CancellationToken cancellationToken) =>
        await ReadAsync<CollectionState>(StateId, cancellationToken) is { } state && state.Vault == device.Vault && state.Device == device.Device
            ? state
            : new(device.Vault, device.Device);

    /// <summary>Only a round, or what excludes rounds, writes it.</summary>
    public Task WriteAsync(CollectionState state, CancellationToken cancellationToken) => WriteAsync(StateId, state, cancellationToken);

    public async Task<ImmutableHashSet<BlobAddress>> ReadCandidatesAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAsync<string[]>(CandidatesId, cancellationToken) ?? []).Select(Address)];

    /// <summary>Before the state that speaks of them.</summary>
    public Task WriteCandidatesAsync(IEnumerable<BlobAddress> candidates, CancellationToken cancellationToken) =>
        WriteAsync(CandidatesId, candidates.Select(candidate => candidate.ToString()).ToArray(), cancellationToken);

    public static BlobAddress Address(string text) => BlobAddress.TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is no address of a chunk.");

    private async Task<T?> ReadAsync<T>(string id, CancellationToken cancellationToken)
        where T : class =>
        await mediator.Send(new GetLocalDocument(DatabaseName.Vault, id), cancellationToken) is { } document
            ? JsonSerializer.Deserialize<Kept<T>>(document.Body.Utf8.Span, Json)!.Value
            : null;

    private Task WriteAsync<T>(string id, T value, CancellationToken cancellationToken) =>
        mediator.Send(new PutLocalDocument(DatabaseName.Vault, id, new BodyBytes(JsonSerializer.SerializeToUtf8Bytes(new Kept<T>(value), Json)), ExpectedVersion: -1), cancellationToken);

    // A local document is an object.
    private sealed record Kept<T>(T Value);
}
