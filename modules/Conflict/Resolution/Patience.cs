using System.Collections.Concurrent;
using System.Text.Json;
using Aurix.Platform.Documents;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>Remembers, over restarts, how long each conflict has waited for something better than what is here (conflict.md §2.2, §5).</summary>
/// <remarks>
/// Time and rounds decide only when a conflict is settled, never how. So a lost or damaged file costs another wait and nothing else.
/// </remarks>
internal sealed class Patience(string path, ConflictOptions options, TimeProvider time, ILogger<Patience> log)
{
    private readonly ConcurrentDictionary<string, Entry> _waiting = Load(path, log);
    private readonly ConcurrentDictionary<string, string> _reasons = new(StringComparer.Ordinal);
    private bool _changed;

    /// <summary>Whether rounds and minutes enough have passed for a merge without the exact common ancestor.</summary>
    public bool HasGrace(DocumentId id)
    {
        if (options is { GraceRounds: 0, Grace.Ticks: 0 })
        {
            return true;
        }

        return _waiting.TryGetValue(id.Value, out var entry) && entry.Rounds >= options.GraceRounds && Now - entry.Since >= (long)options.Grace.TotalMilliseconds;
    }

    /// <summary>Whether a conflict has waited this long; never for null.</summary>
    public bool HasWaited(DocumentId id, TimeSpan? limit) =>
        limit is { } span && (span == TimeSpan.Zero || (_waiting.TryGetValue(id.Value, out var entry) && Now - entry.Since >= (long)span.TotalMilliseconds));

    /// <summary>Why a conflict waits, null when nobody has looked since the start.</summary>
    public string? ReasonFor(DocumentId id) => _reasons.GetValueOrDefault(id.Value);

    /// <summary>The conflict still waits.</summary>
    /// <param name="id">The document.</param>
    /// <param name="reason">Why, for its owner; not kept over a restart, since whoever looks next says it anew.</param>
    /// <param name="isRound">Whether a round of sync has passed over it.</param>
    public void StillWaits(DocumentId id, string reason, bool isRound)
    {
        _reasons[id.Value] = reason;
        var before = _waiting.GetValueOrDefault(id.Value);
        var after = (before ?? new Entry(Now, 0)) with { Rounds = (before?.Rounds ?? 0) + (isRound ? 1 : 0) };
        if (after != before)
        {
            _waiting[id.Value] = after;
            Volatile.Write(ref _changed, true);
        }
    }

    /// <summary>The conflict is settled.</summary>
    public void Settled(DocumentId id)
    {
        _reasons.TryRemove(id.Value, out _);
        if (_waiting.TryRemove(id.Value, out _))
        {
            Volatile.Write(ref _changed, true);
        }
    }

    /// <summary>Writes down what changed. Failing costs another wait after a restart.</summary>
    public void Save()
    {
        if (!Volatile.Read(ref _changed))
        {
            return;
        }

        Volatile.Write(ref _changed, false);
        try
        {
            File.WriteAllBytes(path + ".new", Encode());
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            ConflictLog.PatienceNotKept(log, wrong);
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private byte[] Encode()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (id, entry) in _waiting.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteStartArray(id);
                json.WriteNumberValue(entry.Since);
                json.WriteNumberValue(entry.Rounds);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static ConcurrentDictionary<string, Entry> Load(string path, ILogger log)
    {
        var waiting = new ConcurrentDictionary<string, Entry>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var member in json.RootElement.EnumerateObject())
            {
                waiting[member.Name] = new Entry(member.Value[0].GetInt64(), member.Value[1].GetInt32());
            }
        }
        catch (FileNotFoundException)
        {
            // Nothing has ever waited.
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            ConflictLog.PatienceLost(log, wrong);
        }

        return waiting;
    }

    /// <param name="Since">When it was first seen waiting, in Unix milliseconds of this device.</param>
    /// <param name="Rounds">How many rounds of sync have passed since.</param>
    private sealed record Entry(long Since, int Rounds);
}
