using System.Globalization;
using System.Text.Json;
using Aurix.Platform.Conflict;

namespace Samples.RecordingMetadata;

/// <summary>Joins one member after the other, and collects the choices that had to be made.</summary>
internal sealed class MemberJoin(MergeHead earlier, MergeHead later, bool isBaseKnown)
{
    private readonly List<ConflictRecord> _records = [];

    public IReadOnlyList<ConflictRecord> Records => _records;

    /// <param name="name">The member.</param>
    /// <param name="was">Its value in the base, null when it had none; so also for the others.</param>
    /// <param name="one">In the earlier version.</param>
    /// <param name="other">In the later one.</param>
    /// <returns>Its value in the result, null when it has none.</returns>
    public string? Join(string name, string? was, string? one, string? other)
    {
        if (one == other || other == was)
        {
            return one;
        }

        if (one == was)
        {
            return other;
        }

        return name switch
        {
            "duration" => Longest(one, other),
            "tags" => Tags(was, one, other),
            "plays" => Plays(was, one, other),
            _ => null,
        } ?? Choose(name, was, one, other);
    }

    // Exact decimals: a strategy decides nothing by floating point.
    private static string? Longest(string? one, string? other) =>
        Number(one) is { } a && Number(other) is { } b ? a >= b ? one : other : null;

    // Both counted on from the base: what each added is added. Without a base nobody knows what both counted already.
    private string? Plays(string? was, string? one, string? other) =>
        Count(was ?? "0") is { } before && Count(one) is { } a && Count(other) is { } b
            ? (isBaseKnown ? before + (a - before) + (b - before) : Math.Max(a, b)).ToString(CultureInfo.InvariantCulture)
            : null;

    // What both have, and what either added; so what either removed is gone.
    private static string? Tags(string? was, string? one, string? other)
    {
        if (Set(was ?? "[]") is not { } before || Set(one) is not { } a || Set(other) is not { } b)
        {
            return null;
        }

        var joined = a.Intersect(b).Union(a.Except(before)).Union(b.Except(before)).Order(StringComparer.Ordinal);
        return $"[{string.Join(',', joined)}]";
    }

    private string? Choose(string name, string? was, string? one, string? other)
    {
        var (chosen, kind) = one is null || other is null
            ? (one is null ? later : earlier, ConflictRecordKinds.DeletedElsewhere) // an edit outranks a removal
            : (later, ConflictRecordKinds.Replaced);
        var path = "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        _records.Add(new ConflictRecord(path, kind, Choice.Short(was), [Choice.Of(earlier, one), Choice.Of(later, other)], chosen.Revision));
        return chosen == later ? other : one;
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Below what could overflow when three of them are added.
    private static long? Count(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count is > -1_000_000_000_000 and < 1_000_000_000_000 ? count : null;

    // The tags in their canonical spelling; null for what is no list of different texts.
    private static HashSet<string>? Set(string? text)
    {
        using var json = JsonDocument.Parse(text ?? "null");
        if (json.RootElement.ValueKind is not JsonValueKind.Array || json.RootElement.EnumerateArray().Any(tag => tag.ValueKind is not JsonValueKind.String))
        {
            return null;
        }

        var tags = json.RootElement.EnumerateArray().Select(tag => tag.GetRawText()).ToHashSet(StringComparer.Ordinal);
        return tags.Count == json.RootElement.GetArrayLength() ? tags : null;
    }
}
