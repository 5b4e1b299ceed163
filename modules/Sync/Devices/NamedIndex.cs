using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
/// after the buckets: cut off in between, a bucket holds what the next folding would add to it anyway. Memory is bounded however long the
/// logs are: what does not fit is read again.
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
    private const int MostRecent = 8 * FoldAt; // keys that are not folded yet: more hold more in memory, fewer make a long push write all buckets more often
    private const int MostRead = 8 * 1024 * 1024; // bytes of buckets: more hold more in memory, fewer make a look-up in a log of more than half a million entries read more often
    private const int Together = 64; // buckets written at once: more hold more in memory, fewer make more trips to the disk
    private const int KeySize = 16; // SHA-256 cut to what nobody collides on purpose

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly Dictionary<int, byte[]> _read = [];
    private readonly HashSet<UInt128> _recent = []; // what follows the marks
    private readonly Dictionary<string, long> _reached = []; // by device, where that ends
    private NamedMarks? _marks;
    private int _size; // of what was read

    /// <summary>Follows the logs up to where a device knows them. Comes first.</summary>
    public async Task CatchUpAsync(DeviceState state, CancellationToken cancellationToken)
    {
        var known = state.Pins.Select(pin => KeyValuePair.Create(pin.Key, pin.Value.Entries)).Append(new(state.Device, state.Entries)).ToDictionary();
        _marks = await ReadAsync<NamedMarks>(MarksId, cancellationToken);
        if (_marks is null || _marks.Client != state.Client || _marks.Covered.Any(mark => mark.Value > known.GetValueOrDefault(mark.Key)))
        {
            _marks = new(state.Client, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), ImmutableSortedDictionary<string, long>.Empty);
        }

        foreach (var device in known.Keys)
        {
            _reached[device] = _marks.Covered.GetValueOrDefault(device);
        }

        foreach (var (device, count) in known)
        {
            await foreach (var piece in shelf.ReadPiecesAsync(device, _reached[device], count, cancellationToken))
            {
                await AddAsync(device, piece, cancellationToken);
            }
        }

        if (_recent.Count >= FoldAt)
        {
            await FoldAsync(cancellationToken);
        }
    }

    /// <summary>Takes in what follows in a log, once the state counts it.</summary>
    public async Task AddAsync(string device, ImmutableArray<LogEntry> entries, CancellationToken cancellationToken)
    {
        _recent.UnionWith(entries.Select(entry => Key(entry.RemoteId, entry.Revision)));
        _reached[device] += entries.Length;
        if (_recent.Count >= MostRecent)
        {
            await FoldAsync(cancellationToken);
        }
    }

    /// <summary>Whether a published log names the revision.</summary>
    public async Task<bool> ContainsAsync(string remoteId, Revision revision, CancellationToken cancellationToken)
    {
        var key = Key(remoteId, revision);
        return _recent.Contains(key) || Keys(await BucketAsync(BucketOf(key), cancellationToken)).Contains(key);
    }

    /// <summary>Throws it away: a log is no longer what it was.</summary>
    public static Task ForgetAsync(IMediator mediator, CancellationToken cancellationToken) =>
        mediator.Send(new PutLocalDocument(DatabaseName.Vault, MarksId, Body: null, ExpectedVersion: -1), cancellationToken);

    private async Task FoldAsync(CancellationToken cancellationToken)
    {
        foreach (var parts in _recent.GroupBy(BucketOf).Chunk(Together))
        {
            var writes = new List<Task>();
            foreach (var part in parts)
            {
                var bucket = await BucketAsync(part.Key, cancellationToken);
                bucket = [.. bucket, .. MemoryMarshal.AsBytes<UInt128>(part.Except(Keys(bucket).ToArray()).ToArray())];
                Keep(part.Key, bucket);
                writes.Add(WriteAsync(BucketId(part.Key), new NamedBucket(_marks!.Generation, bucket), cancellationToken));
            }

            await Task.WhenAll(writes); // handed over together, they share their trips to the disk
        }

        _marks = _marks! with { Covered = _reached.ToImmutableSortedDictionary() };
        await WriteAsync(MarksId, _marks, cancellationToken);
        _recent.Clear();
    }

    private async Task<byte[]> BucketAsync(int number, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(number, out var keys))
        {
            return keys;
        }

        // What an index that was thrown away left behind counts for nothing.
        var kept = _marks!.Covered.IsEmpty ? null : await ReadAsync<NamedBucket>(BucketId(number), cancellationToken);
        keys = kept is not null && kept.Generation == _marks.Generation ? kept.Keys : [];
        Keep(number, keys);
        return keys;
    }

    private void Keep(int number, byte[] keys)
    {
        Drop(number);
        while (_read.Count > 0 && _size + keys.Length > MostRead)
        {
            Drop(_read.Keys.First()); // whichever: what is looked up next falls on any of them
        }

        _read.Add(number, keys);
        _size += keys.Length;
    }

    private void Drop(int number)
    {
        if (_read.Remove(number, out var keys))
        {
            _size -= keys.Length;
        }
    }

    private static ReadOnlySpan<UInt128> Keys(byte[] bucket) => MemoryMarshal.Cast<byte, UInt128>(bucket);

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
