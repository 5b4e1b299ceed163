using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Keeps small records in the vault's database, as documents that never replicate: durable, atomic, and safe between processes.</summary>
/// <remarks>They live where the documents live on purpose: a restored copy of the database brings back the memory of the same day.</remarks>
internal sealed class DeviceStore(IMediator mediator)
{
    private const string StateId = "aurix-device-state";
    private const string WishesId = "aurix-device-wishes";
    private const string MarkId = "aurix-retirement";
    private const string AlarmsId = "aurix-alarms";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public Task<DeviceState?> ReadStateAsync(CancellationToken cancellationToken) => ReadAsync<DeviceState>(StateId, cancellationToken);

    /// <summary>Only a round writes it, and rounds exclude each other.</summary>
    public Task WriteStateAsync(DeviceState state, CancellationToken cancellationToken) =>
        mediator.Send(new PutLocalDocument(DatabaseName.Vault, StateId, Bytes(state), ExpectedVersion: -1), cancellationToken);

    public async Task<DeviceWishes> ReadWishesAsync(CancellationToken cancellationToken) => await ReadAsync<DeviceWishes>(WishesId, cancellationToken) ?? new();

    public Task<DeviceWishes> ChangeWishesAsync(Func<DeviceWishes, DeviceWishes> change, CancellationToken cancellationToken) =>
        ChangeAsync(WishesId, change, cancellationToken);

    public async Task<RetirementMark?> ReadMarkAsync(CancellationToken cancellationToken) => (await ReadAsync<KeptMark>(MarkId, cancellationToken))?.Mark;

    /// <summary>Only the job writes it.</summary>
    public Task WriteMarkAsync(RetirementMark? mark, CancellationToken cancellationToken) =>
        mediator.Send(new PutLocalDocument(DatabaseName.Vault, MarkId, Bytes(new KeptMark(mark)), ExpectedVersion: -1), cancellationToken);

    public async Task<AlarmList> ReadAlarmsAsync(CancellationToken cancellationToken) => await ReadAsync<AlarmList>(AlarmsId, cancellationToken) ?? new();

    public Task<AlarmList> ChangeAlarmsAsync(Func<AlarmList, AlarmList> change, CancellationToken cancellationToken) =>
        ChangeAsync(AlarmsId, change, cancellationToken);

    private async Task<T?> ReadAsync<T>(string id, CancellationToken cancellationToken)
        where T : class =>
        await mediator.Send(new GetLocalDocument(DatabaseName.Vault, id), cancellationToken) is { } document
            ? JsonSerializer.Deserialize<T>(document.Body.Utf8.Span, Json)
            : null;

    // A command and a round of the daemon may meet here: whoever comes second starts from what the first wrote.
    private async Task<T> ChangeAsync<T>(string id, Func<T, T> change, CancellationToken cancellationToken)
        where T : class, new()
    {
        while (true)
        {
            var document = await mediator.Send(new GetLocalDocument(DatabaseName.Vault, id), cancellationToken);
            var before = document is null ? new T() : JsonSerializer.Deserialize<T>(document.Body.Utf8.Span, Json)!;
            var after = change(before);
            if (ReferenceEquals(before, after)
                || (await mediator.Send(new PutLocalDocument(DatabaseName.Vault, id, Bytes(after), document?.Version), cancellationToken)).Saved)
            {
                return after;
            }
        }
    }

    // A local document is an object, also one that says that there is nothing.
    private sealed record KeptMark(RetirementMark? Mark);

    private static BodyBytes Bytes<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Json));
}
