using System.Globalization;
using Aurix.Platform.Conflict;
using Aurix.Platform.Merging.Text;
using CsCheck;

namespace Aurix.Platform.Tests.Text;

/// <summary>The laws of conflict.md §6 that a text merge keeps.</summary>
public sealed class TextMergeLawTests
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.Int[0, 30].Select(number => $" w{number}"), Gen.Int[0, 5].Select(number => $" v{number}"), Gen.Const("\n"), Gen.Const(","), Gen.Const("字"), Gen.Const(" 👩‍👩‍👧"));

    // Unrelated texts over few words: everything repeats, everything collides.
    private static readonly Gen<(string Base, string A, string B)> Unrelated =
        Gen.Select(Text(Gen.Int[0, 3].Select(number => $" {"abcd"[number]}"), 14), Text(Gen.Int[0, 3].Select(number => $" {"abcd"[number]}"), 14), Text(Gen.Int[0, 4].Select(number => $" {"abcde"[number]}"), 14));

    // A text and two people who worked on it.
    private static readonly Gen<(string Base, string A, string B)> Edited =
        Gen.Select(Word.Array[0, 60], Edits, Edits, (words, a, b) => (string.Concat(words), Apply(words, a), Apply(words, b)));

    private static readonly Gen<(string Base, string A, string B)> Any = Gen.OneOf(Unrelated, Edited);

    private static Gen<(int At, int Length, string[] Inserted)[]> Edits => Gen.Select(Gen.Int[0, 59], Gen.Int[0, 16], Word.Array[0, 12]).Array[0, 5];

    [Fact]
    public void P1_Equal_versions_give_that_text() => Any.Sample(
        texts => TextCase.Spell(TextCase.Merge(texts.Base, texts.A, texts.A)) == texts.A && TextCase.Spell(TextCase.Merge(null, texts.A, texts.A)) == texts.A, iter: 5_000);

    [Fact]
    public void P2_A_side_that_changed_nothing_changes_nothing() => Any.Sample(
        texts => TextCase.Spell(TextCase.Merge(texts.Base, texts.Base, texts.A)) == texts.A && TextCase.Spell(TextCase.Merge(texts.Base, texts.A, texts.Base)) == texts.A,
        iter: 5_000);

    [Fact]
    public void P3_Sides_swapped_give_the_same_bytes() => Gen.Select(Any, Gen.Enum<MergePurpose>(), Gen.Enum<TextGrain>(), Gen.Bool).Sample(
        (texts, purpose, grain, known) =>
        {
            var (original, a, b) = (known ? texts.Base : null, TextCase.Earlier(texts.A), TextCase.Later(texts.B));
            return TextCase.Spell(TextMerge.Merge("", original, a, b, grain, purpose, new MergeFuel(MergeFuel.Default)))
                == TextCase.Spell(TextMerge.Merge("", original, b, a, grain, purpose, new MergeFuel(MergeFuel.Default)));
        },
        iter: 20_000);

    [Fact]
    public void P4_Another_culture_and_another_thread_give_the_same_bytes() => Any.Sample(
        texts =>
        {
            var (here, there) = (TextCase.Spell(TextCase.Merge(texts.Base, texts.A, texts.B)), "");
            var thread = new Thread(() => there = TextCase.Spell(TextCase.Merge(texts.Base, texts.A, texts.B))) { CurrentCulture = new CultureInfo("tr-TR") };
            thread.Start();
            thread.Join();
            return here == there;
        },
        iter: 2_000);

    [Fact]
    public void P5_Every_insertion_is_in_the_text_or_in_a_record() => Any.Sample(
        texts =>
        {
            var kept = Kept(TextCase.Merge(texts.Base, texts.A, texts.B));
            var (o, a, b) = (Tally(texts.Base), Tally(texts.A), Tally(texts.B));
            return a.Keys.Union(b.Keys).All(token => o.ContainsKey(token) || kept.ContainsKey(token));
        },
        iter: 20_000);

    [Fact]
    public void P5_Without_a_base_everything_that_either_has_is_in_the_text() => Any.Sample(
        texts => Contains(Tally(TextCase.Merge(null, texts.A, texts.B).Text), Tally(texts.A)) && Contains(Tally(TextCase.Merge(null, texts.A, texts.B).Text), Tally(texts.B)),
        iter: 10_000);

    [Fact]
    public void P5_In_an_ancestor_every_insertion_is_in_the_text() => Any.Sample(
        texts =>
        {
            var result = TextCase.Merge(texts.Base, texts.A, texts.B, MergePurpose.Ancestor);
            var (merged, o) = (Tally(result.Text), Tally(texts.Base));
            return result.Records.IsEmpty && Tally(texts.A).Keys.Union(Tally(texts.B).Keys).All(token => o.ContainsKey(token) || merged.ContainsKey(token));
        },
        iter: 10_000);

    [Fact]
    public void P6_What_one_side_deleted_and_the_other_left_alone_is_gone() => Gen.Select(Word.Array[0, 20], Word.Array[0, 20], Edits, Edits).Sample(
        (first, second, a, b) =>
        {
            // It stands once, and each side works on its own side of it, so nobody but one can have deleted it.
            var (before, after) = (string.Concat(first), string.Concat(second));
            var result = TextCase.Merge(before + " gone" + after, before + Apply(second, a), Apply(first, b) + " gone" + after);
            return result.Records.Any(record => record.Kind is ConflictRecordKinds.DeletedElsewhere or ConflictRecordKinds.BothKept)
                || !TextCase.Tokens(result.Text).Contains(" gone");
        },
        iter: 10_000);

    [Fact]
    public void P7_What_was_inserted_and_what_every_version_has_is_kept_as_often() => Any.Sample(
        texts =>
        {
            var kept = Kept(TextCase.Merge(texts.Base, texts.A, texts.B));
            var (o, a, b) = (Tally(texts.Base), Tally(texts.A), Tally(texts.B));
            return o.Keys.Union(a.Keys).Union(b.Keys).All(token =>
            {
                // What both inserted alike at one place stands once, so the insertions of one side are all that is sure.
                var (before, first, second) = (Of(o, token), Of(a, token), Of(b, token));
                return Of(kept, token) >= Math.Max(Math.Max(first, second) - before, Math.Min(Math.Min(first, second), Math.Min(before, 1)));
            });
        },
        iter: 20_000);

    [Fact]
    public void P7_Where_every_word_is_another_the_result_is_exactly_the_sum_of_the_edits() => Gen.Select(Gen.Int[0, 60], Edits, Edits).Sample(
        (words, a, b) =>
        {
            var original = Enumerable.Range(0, words).Select(number => $" o{number}").ToArray();
            var (first, second) = (Apply(original, Rename(a, " a")), Apply(original, Rename(b, " b")));
            var result = TextCase.Merge(string.Concat(original), first, second);
            var expected = TextCase.Tokens(first).Intersect(TextCase.Tokens(second)).Union(TextCase.Tokens(first).Concat(TextCase.Tokens(second)).Except(original));
            var merged = TextCase.Tokens(result.Text);
            return merged.Distinct().Count() == merged.Count
                && (result.Records.All(record => record.Kind is ConflictRecordKinds.Adjacent or ConflictRecordKinds.BothInserted)
                    ? merged.ToHashSet().SetEquals(expected)
                    : expected.All(Kept(result).ContainsKey));
        },
        iter: 20_000);

    [Fact]
    public void P8_Edits_on_both_sides_of_an_anchor_merge_clean_to_both() => Gen.Select(Word.Array[0, 20], Word.Array[0, 20], Edits, Edits).Sample(
        (first, second, a, b) =>
        {
            const string Anchor = " anchor";
            var (before, after) = (string.Concat(first), string.Concat(second));
            var (changedBefore, changedAfter) = (Apply(first, a), Apply(second, b));
            var result = TextCase.Merge(before + Anchor + after, changedBefore + Anchor + after, before + Anchor + changedAfter);
            var wanted = changedBefore + Anchor + changedAfter;

            // A word that stood on both sides of the anchor, and each side deleted the other one, is named: nobody can tell that from a move (CE-19).
            return result.Text == wanted && result.Records.All(record =>
                record.Kind == ConflictRecordKinds.Missing && !TextCase.Tokens(TextCase.Values(record).Base!).Intersect(TextCase.Tokens(wanted)).Any());
        },
        iter: 20_000);

    [Fact]
    public void P9_Merging_a_result_with_what_it_was_made_of_changes_nothing() => Any.Sample(
        texts =>
        {
            var merged = TextCase.Merge(texts.Base, texts.A, texts.B).Text;

            // What they have in common is the input itself.
            return TextCase.Merge(texts.A, merged, texts.A).Text == merged && TextCase.Merge(texts.B, texts.B, merged).Text == merged;
        },
        iter: 5_000);

    [Fact]
    public void P10_Any_fuel_gives_a_result_or_none_and_spends_no_more_than_there_is() => Gen.Select(Any, Gen.Long[0, 2_000], Gen.Enum<TextGrain>()).Sample(
        (texts, fuel, grain) =>
        {
            var tank = new MergeFuel(fuel);
            var result = TextCase.TryMerge(texts.Base, texts.A, texts.B, tank, MergePurpose.Resolve, grain);
            return tank.Remaining >= 0 && tank.Remaining <= fuel
                && (result is null || result.Records.All(record => record.Anchor!.Start >= 0 && record.Anchor.Start + record.Anchor.Length <= result.Text.Length));
        },
        iter: 20_000);

    [Fact]
    public void P11_No_amount_of_fuel_loses_an_insertion() => Gen.Select(Any, Gen.Long[0, 2_000]).Sample(
        (texts, fuel) =>
        {
            if (TextCase.TryMerge(texts.Base, texts.A, texts.B, new MergeFuel(fuel)) is not { } result)
            {
                return true;
            }

            var (kept, o) = (Kept(result), Tally(texts.Base));
            return Tally(texts.A).Keys.Union(Tally(texts.B).Keys).All(token => o.ContainsKey(token) || kept.ContainsKey(token));
        },
        iter: 20_000);

    [Fact]
    public void P19_No_character_is_broken_by_a_merge() => Edited.Sample(
        texts =>
        {
            // The family is one grapheme of five code points; a piece of it would be another.
            var merged = TextCase.Merge(texts.Base, texts.A, texts.B).Text;
            return merged.Replace("👩‍👩‍👧", "", StringComparison.Ordinal).All(unit => !char.IsSurrogate(unit) && unit != '\u200D');
        },
        iter: 10_000);

    private static Gen<string> Text(Gen<string> word, int most) => word.Array[0, most].Select(string.Concat);

    private static string Apply(string[] words, (int At, int Length, string[] Inserted)[] edits)
    {
        var edited = words.ToList();
        foreach (var (place, length, inserted) in edits)
        {
            var at = Math.Min(place, edited.Count);
            edited.RemoveRange(at, Math.Min(length, edited.Count - at));
            edited.InsertRange(at, inserted);
        }

        return string.Concat(edited);
    }

    private static (int At, int Length, string[] Inserted)[] Rename((int At, int Length, string[] Inserted)[] edits, string name) =>
        [.. edits.Select((edit, number) => edit with { Inserted = [.. edit.Inserted.Select((_, word) => $"{name}{number}x{word}")] })];

    private static Dictionary<string, int> Tally(params IEnumerable<string> texts) =>
        texts.SelectMany(TextCase.Tokens).GroupBy(token => token, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    private static Dictionary<string, int> Kept(TextMergeResult result) =>
        Tally([result.Text, .. result.Records.SelectMany(record => record.Variants).Select(variant => TextCase.Read(variant.Value) ?? "")]);

    private static int Of(Dictionary<string, int> tally, string token) => tally.GetValueOrDefault(token);

    private static bool Contains(Dictionary<string, int> all, Dictionary<string, int> some) => some.All(token => Of(all, token.Key) >= token.Value);
}
