using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Merging.Text;

namespace Aurix.Platform.Tests.Text;

/// <summary>Two versions of one text and their merge, in few words.</summary>
internal static class TextCase
{
    public static TextVariant Earlier(string text) => Variant(text, 1);

    public static TextVariant Later(string text) => Variant(text, 2);

    public static TextVariant Variant(string text, int number) => new(
        text,
        new HybridTimestamp(1_700_000_000_000 + number, 0, new ActorId((ulong)number)),
        Revision.Parse($"{number}-{new string((char)('a' + number), 32)}"));

    public static TextMergeResult Merge(string? original, string earlier, string later, MergePurpose purpose = MergePurpose.Resolve, TextGrain grain = TextGrain.Word) =>
        TryMerge(original, earlier, later, new MergeFuel(MergeFuel.Default), purpose, grain) ?? throw new InvalidOperationException("The merge declined.");

    public static TextMergeResult? TryMerge(
        string? original, string earlier, string later, MergeFuel fuel, MergePurpose purpose = MergePurpose.Resolve, TextGrain grain = TextGrain.Word) =>
        TextMerge.Merge("/text", original, Earlier(earlier), Later(later), grain, purpose, fuel);

    public static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = Tokeniser.EndOfToken(text, at);
            tokens.Add(text[at..end]);
            at = end;
        }

        return tokens;
    }

    /// <summary>All that a result says, to compare two of them.</summary>
    public static string Spell(TextMergeResult? result) => result is null
        ? "declined"
        : string.Join('\n', [result.Text, .. result.Records.Select(record => $"{record.Id} {record.Kind} {record.Chosen} {record.Anchor}")]);

    /// <summary>The strings of a record: base, earlier, later.</summary>
    public static (string? Base, string? Earlier, string? Later) Values(ConflictRecord record) =>
        (Read(record.Base), Read(record.Variants[0].Value), Read(record.Variants[1].Value));

    public static string? Read(CanonicalJson? value) => value is null ? null : System.Text.Json.JsonSerializer.Deserialize<string>(value.Utf8.Span);

    /// <summary>What stands at a record's place.</summary>
    public static string Anchored(TextMergeResult result, ConflictRecord record) => result.Text.Substring(record.Anchor!.Start, record.Anchor.Length);
}
