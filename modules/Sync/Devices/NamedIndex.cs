using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Finds whether a published log names a revision, without reading the logs: what the shelf holds in full, in buckets by hash.</summary>
/// <remarks>
/// Everything in it follows from the shelf, so whatever does not fit is thrown away and made anew. It covers the beginning of each log,
/// up to a mark; the rest is read from the shelf each time, and goes into the buckets when it has become long. The marks are written
/// after the buckets: cut off in between, a bucket holds what the next folding would add to it anyway.
/// <code>
/// aurix-named        { client, generation, covered: { device: entries } }
/// aurix-named-0…1023 { generation, keys: key ‖ key ‖ … }           key = SHA-256(id ‖ ' ' ‖ revision)[0..16]
/// </code>
/// </remarks>
internal sealed class NamedIndex(IMediator mediator, LogShelf shelf)
{
    private const string MarksId = "aurix-named";

    private const int Buckets = 1024; // more make a folding write more rows, fewer make each look-up read more: 16 KB at a million entries
    private const int FoldAt = 4096; // entries read from the shelf: more make each push read more, fewer make foldings write a whole bucket for one key
    private const int KeySize = 16; // SHA-256 cut to what nobody collides on purpose

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly Dictionary<int, HashSet<UInt128>> _read = [];
    private HashSet<UInt128> _recent = []; // what follows the marks
    private NamedMarks? _marks;

    /// <summary>Follows the logs up to where a device knows them. Comes first.</summary>
    public async Task CatchUpAsync(DeviceState state, CancellationToken cancellationToken)
    {
        var known = state.Pins.Select(pin => KeyValuePair.Create(pin.Key, pin.Value.Entries)).Append(new(state.Device, state.Entries)).ToDictionary();
        _marks = await ReadAsync<NamedMarks>(MarksId, cancellationToken);
        if (_marks is null || _marks.Client != state.Client || _marks.Covered.Any(mark => mark.Value > known.GetValueOrDefault(mark.Key)))
        {
            _marks = new(state.Client, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), ImmutableSortedDictionary<string, long>.Empty);
        }

        var recent = new HashSet<UInt128>();
        var covered = _marks.Covered.ToBuilder();
        foreach (var (device, count) in known)
        {
            var from = covered.GetValueOrDefault(device);
            var entries = from < count ? await shelf.ReadFromAsync(device, from, cancellationToken) : [];
            var take = (int)Math.Min(entries.Length, count - from);
            recent.UnionWith(entries.Take(take).Select(entry => Key(entry.RemoteId, entry.Revision)));
            covered[device] = from + take;
        }

        if (recent.Count >= FoldAt)
        {
            await FoldAsync(recent, covered.ToImmutable(), cancellationToken);
            recent = [];
        }

        _recent = recent;
    }

    /// <summary>Whether a published log names the revision.</summary>
    public async Task<bool> ContainsAsync(string remoteId, Revision revision, CancellationToken cancellationToken)
    {
        var key = Key(remoteId, revision);
        return _recent.Contains(key) || (await BucketAsync(BucketOf(key), cancellationToken)).Contains(key);
    }

    /// <summary>Throws it away: a log is no longer what it was.</summary>
    public static Task ForgetAsync(IMediator mediator, CancellationToken cancellationToken) =>
        mediator.Send(new PutLocalDocument(DatabaseName.Vault, MarksId, Body: null, ExpectedVersion: -1), cancellationToken);

    private async Task FoldAsync(HashSet<UInt128> keys, ImmutableSortedDictionary<string, long> covered, CancellationToken cancellationToken)
    {
        foreach (var part in keys.GroupBy(BucketOf))
        {
            (await BucketAsync(part.Key, cancellationToken)).UnionWith(part);
        }

        // Handed over together, they share their trips to the disk.
        await Task.WhenAll(keys.Select(BucketOf).Distinct().Select(number => WriteAsync(BucketId(number), new NamedBucket(_marks!.Generation, Bytes(_read[number])), cancellationToken)));
        _marks = _marks! with { Covered = covered };
        await WriteAsync(MarksId, _marks, cancellationToken);
    }

    private async Task<HashSet<UInt128>> BucketAsync(int number, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue(number, out var keys))
        {
            keys = _marks!.Covered.IsEmpty ? [] : Keys(await ReadAsync<NamedBucket>(BucketId(number), cancellationToken));
            _read.Add(number, keys);
        }

        return keys;
    }

    // What an index that was thrown away left behind counts for nothing.
    private HashSet<UInt128> Keys(NamedBucket? bucket)
    {
        var keys = new HashSet<UInt128>();
        if (bucket is not null && bucket.Generation == _marks!.Generation)
        {
            for (var at = 0; at + KeySize <= bucket.Keys.Length; at += KeySize)
            {
                keys.Add(BinaryPrimitives.ReadUInt128LittleEndian(bucket.Keys.AsSpan(at)));
            }
        }

        return keys;
    }

    private static byte[] Bytes(HashSet<UInt128> keys)
    {
        var bytes = new byte[KeySize * keys.Count];
        var at = 0;
        foreach (var key in keys)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(at), key);
            at += KeySize;
        }

        return bytes;
    }

    private static UInt128 Key(string remoteId, Revision revision) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{remoteId} {revision}")));

    private static int BucketOf(UInt128 key) => (int)(key % Buckets);

    private static string BucketId(int number) => $"{MarksId}-{number}";

    private async Task<T?> ReadAsync<T>(string id, CancellationToken cancellationToken)
        where T : class =>
        await mediator.Send(new GetLocalDocument(DatabaseName.Vault, id), cancellationToken) is { } document
            ? JsonSerializer.Deserialize<T>(document.Body.Utf8.Span, Json)
            : null;

    private Task WriteAsync<T>(string id, T value, CancellationToken cancellationToken) =>
        mediator.Send(new PutLocalDocument(DatabaseName.Vault, id, new BodyBytes(JsonSerializer.SerializeToUtf8Bytes(value, Json)), ExpectedVersion: -1), cancellationToken);

    /// <param name="Client">The opt-in that they were made under.</param>
    /// <param name="Generation">Of the buckets that belong to them.</param>
    /// <param name="Covered">How many entries of each log are in the buckets.</param>
    private sealed record NamedMarks(string Client, string Generation, ImmutableSortedDictionary<string, long> Covered);

    private sealed record NamedBucket(string Generation, byte[] Keys);
}
