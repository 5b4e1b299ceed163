using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Filters;

/// <summary>Which documents the server has, as far as this device saw or sent them under the present filter, and which of them it left out.</summary>
/// <remarks>
/// Kept only while there is a filter, one for each: under another one the server's whole feed is gone through, and so this is made. An entry
/// is appended when something new is known of a document, and the last one counts. Only who has the turn of rounds writes; the last
/// segment is read again each time, because another process may have had it since.
/// <code>
/// aurix-shared-filter-0, -1, …  ["key state", …]      key = SHA-256(id)[0..16], state = + here · -type left out · - left out and deleted
/// </code>
/// </remarks>
internal sealed class ServerBook(IMediator mediator, SemaphoreSlim turn, string client, string mark)
{
    private const int Segment = 1000; // entries a row: more make each note write more, fewer make more rows

    /// <summary>What is noted of a document that is here, or is about to be sent.</summary>
    public const string Here = "+";

    private readonly string _name = "aurix-shared-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{client} {mark}")))[..16];
    private readonly Dictionary<UInt128, string> _states = [];
    private List<string> _tail = [];
    private int _number;

    /// <summary>What is known of these documents; those of which nothing is are left out.</summary>
    public async Task<ImmutableDictionary<string, string>> FindAsync(IEnumerable<string> remoteIds, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync(cancellationToken);
            return remoteIds.Distinct(StringComparer.Ordinal).Where(id => _states.ContainsKey(Key(id))).ToImmutableDictionary(id => id, id => _states[Key(id)], StringComparer.Ordinal);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>How many documents are left out, by type; deleted ones under an empty one.</summary>
    public async Task<ImmutableSortedDictionary<string, long>> CountLeftOutAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync(cancellationToken);
            return _states.Values.Where(state => state != Here).GroupBy(state => state[1..], StringComparer.Ordinal).ToImmutableSortedDictionary(group => group.Key, group => (long)group.Count(), StringComparer.Ordinal);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Notes what is known now. On disk when this ends.</summary>
    public async Task NoteAsync(IEnumerable<KeyValuePair<string, string>> states, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync(cancellationToken);
            var fresh = states.Select(state => (Key: Key(state.Key), state.Value)).Where(state => _states.GetValueOrDefault(state.Key) != state.Value).ToList();
            for (var at = 0; at < fresh.Count;)
            {
                var part = fresh.GetRange(at, Math.Min(Segment - _tail.Count, fresh.Count - at));
                List<string> tail = [.. _tail, .. part.Select(state => $"{state.Key:x32} {state.Value}")];
                await WriteAsync(tail, cancellationToken);
                part.ForEach(state => _states[state.Key] = string.Intern(state.Value));
                at += part.Count;
                (_tail, _number) = tail.Count < Segment ? (tail, _number) : ([], _number + 1);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    // Full segments never change, so only what follows them is read.
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (; ; _number++)
        {
            _tail = await ReadAsync(cancellationToken);
            foreach (var entry in _tail)
            {
                _states[UInt128.Parse(entry.AsSpan(0, 32), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture)] = string.Intern(entry[33..]);
            }

            if (_tail.Count < Segment)
            {
                return;
            }
        }
    }

    private async Task<List<string>> ReadAsync(CancellationToken cancellationToken) =>
        await mediator.Send(new GetLocalDocument(DatabaseName.Vault, $"{_name}-{_number}"), cancellationToken) is { } document
            ? JsonSerializer.Deserialize<List<string>>(document.Body.Utf8.Span)!
            : [];

    private Task WriteAsync(List<string> entries, CancellationToken cancellationToken) =>
        mediator.Send(new PutLocalDocument(DatabaseName.Vault, $"{_name}-{_number}", new BodyBytes(JsonSerializer.SerializeToUtf8Bytes(entries)), ExpectedVersion: -1), cancellationToken);

    private static UInt128 Key(string remoteId) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(remoteId)));
}
