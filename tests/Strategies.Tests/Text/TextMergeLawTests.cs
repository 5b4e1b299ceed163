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
    public void P6_What_one_side_deleted_and_the_other_left_alone_is_gone() => Gen.Select(Any, Gen.Int[0, 20]).Sample(
        (texts, at) =>
        {
            // The word stands once, so which was deleted is certain.
            var marked = Insert(texts.Base, at, " gone");
            var result = TextCase.Merge(marked, texts.A, Insert(texts.B, at, " gone"));
            var lifted = result.Records.Any(record => record.Kind is ConflictRecordKinds.DeletedElsewhere or ConflictRecordKinds.BothKept);
            return lifted || !TextCase.Tokens(result.Text).Contains(" gone") || Tally(Insert(texts.B, at, " gone"))[" gone"] > 1;
        },
        iter: 10_000);

    [Fact]
    public void P7_No_token_is_short_and_what_every_version_has_is_kept() => Any.Sample(
        texts =>
        {
            var kept = Kept(TextCase.Merge(texts.Base, texts.A, texts.B));
            var (o, a, b) = (Tally(texts.Base), Tally(texts.A), Tally(texts.B));
            return o.Keys.Union(a.Keys).Union(b.Keys).All(token =>
            {
                var (before, first, second) = (Of(o, token), Of(a, token), Of(b, token));

                // What both inserted alike stands once.
                var more = first > before && second > before ? Math.Max(first, second) : first + second - before;
                return Of(kept, token) >= Math.Max(more, Math.Min(Math.Min(first, second), Math.Min(before, 1)));
            });
        },
        iter: 20_000);

    [Fact]
    public void P7_Without_a_record_no_token_is_there_more_often_than_the_edits_add_up_to() => Edited.Sample(
        texts =>
        {
            var result = TextCase.Merge(texts.Base, texts.A, texts.B);
            var (merged, o, a, b) = (Tally(result.Text), Tally(texts.Base), Tally(texts.A), Tally(texts.B));
            return !result.Records.IsEmpty || merged.All(token =>
            {
                var (before, first, second) = (Of(o, token.Key), Of(a, token.Key), Of(b, token.Key));

                // What both deleted is gone once, and what a side moved counts where it was and where it is.
                return token.Value <= before + Math.Max(0, first - before) + Math.Max(0, second - before) + Moves(texts, token.Key);
            });
        },
        iter: 10_000);

    [Fact]
    public void P8_Edits_on_both_sides_of_an_anchor_merge_clean_to_both() => Gen.Select(Word.Array[0, 20], Word.Array[0, 20], Edits, Edits).Sample(
        (first, second, a, b) =>
        {
            const string Anchor = " anchor";
            var (before, after) = (string.Concat(first), string.Concat(second));
            var (changedBefore, changedAfter) = (Apply(first, a), Apply(second, b));
            var result = TextCase.Merge(before + Anchor + after, changedBefore + Anchor + after, before + Anchor + changedAfter);
            return TextCase.Spell(result) == changedBefore + Anchor + changedAfter;
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

    private static string Insert(string text, int at, string word)
    {
        var tokens = TextCase.Tokens(text);
        tokens.Insert(Math.Min(at, tokens.Count), word);
        return string.Concat(tokens);
    }

    private static Dictionary<string, int> Tally(params IEnumerable<string> texts) =>
        texts.SelectMany(TextCase.Tokens).GroupBy(token => token, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    private static Dictionary<string, int> Kept(TextMergeResult result) =>
        Tally([result.Text, .. result.Records.SelectMany(record => record.Variants).Select(variant => TextCase.Read(variant.Value) ?? "")]);

    private static int Of(Dictionary<string, int> tally, string token) => tally.GetValueOrDefault(token);

    private static bool Contains(Dictionary<string, int> all, Dictionary<string, int> some) => some.All(token => Of(all, token.Key) >= token.Value);

    /// <summary>How often a token was deleted at one place and inserted at another: at most as often as it stands in the base.</summary>
    private static int Moves((string Base, string A, string B) texts, string token) => 2 * Of(Tally(texts.Base), token);
}
