using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using CsCheck;
using static Aurix.Platform.Tests.Json.JsonCase;
using static Aurix.Platform.Tests.Versions;

namespace Aurix.Platform.Tests.Json;

/// <summary>The laws of conflict.md §6 over generated documents and edits. Which words were inserted, kept and removed is counted on the text, not by the merge.</summary>
public sealed class JsonLawTests
{
    private const int Cases = 3_000;

    private static readonly string[] Policies =
    [
        "{}",
        """{"strings":"text"}""",
        """{"strings":"scalar"}""",
        """{"fields":{"/items":"keyed:id order:v,id","/list":"set","/free":"atomic","/text":"text"}}""",
        """{"fields":{"/items":"keyed:id unique:/board","/done":"keyed:id unique:/board","/list":"sequence","/title":"text"}}""",
    ];

    private static readonly Gen<(string Before, string Earlier, string Later, string Options)> Histories = Of(Scribe.Edits);

    private static readonly Gen<(string Before, string Earlier, string Later, string Options)> Resting = Of(Scribe.EditsWithoutMoves);

    private static Gen<(string Before, string Earlier, string Later, string Options)> Of(Gen<(int Kind, int Where, int Which)[]> edits) =>
        Gen.Select(edits, edits, edits, Gen.OneOf(Policies)).Select((past, one, other, options) =>
        {
            var before = Scribe.Begin(past);
            return (before, new Scribe("a").Write(before, one), new Scribe("b").Write(before, other), options);
        });

    // What JSON in other programs can count; beyond, canonical JSON itself has a say (ADR 0006).
    private static readonly Gen<long> Whole = Gen.Long[-(1L << 50), 1L << 50];

    [Fact] // P1
    public void Two_versions_that_agree_stay_as_they_are() => Histories.Sample(
        history => Assert.Equal(CanonicalJson.Parse(history.Earlier), Merge(history.Before, history.Earlier, history.Earlier, history.Options).Content), iter: Cases);

    [Fact] // P2
    public void A_version_that_changed_nothing_changes_nothing() => Histories.Sample(
        history =>
        {
            Assert.Equal(CanonicalJson.Parse(history.Later), Merge(history.Before, history.Before, history.Later, history.Options).Content);
            Assert.Equal(CanonicalJson.Parse(history.Earlier), Merge(history.Before, history.Earlier, history.Before, history.Options).Content);
        },
        iter: Cases);

    [Fact] // P3 (every Merge compares both orders of the heads), P5
    public void Every_word_that_somebody_wrote_is_in_the_result_or_in_a_record() => Histories.Sample(
        history =>
        {
            var (merged, before, earlier, later) = Play(history, history.Before);

            Assert.Empty(earlier.Union(later).Except(before).Except(Everywhere(merged)));
        },
        iter: Cases);

    [Fact] // P5 without an ancestor
    public void Without_an_ancestor_every_word_of_either_is_in_the_result_or_in_a_record() => Histories.Sample(
        history =>
        {
            var (merged, _, earlier, later) = Play(history, before: null);

            Assert.Empty(earlier.Union(later).Except(Everywhere(merged)));
        },
        iter: Cases);

    [Fact] // P6. Nothing moves here: what one moved and the other removed was touched by both.
    public void A_word_that_somebody_removed_is_gone_unless_a_record_shows_it() => Resting.Sample(
        history =>
        {
            var (merged, before, earlier, later) = Play(history, history.Before);

            Assert.Empty(before.Except(earlier.Intersect(later)).Intersect(Scribe.Words(merged.Text())).Except(Recorded(merged)));
        },
        iter: Cases);

    [Fact] // P7
    public void A_word_that_every_version_has_is_in_the_result_or_in_a_record() => Histories.Sample(
        history =>
        {
            var (merged, before, earlier, later) = Play(history, history.Before);

            Assert.Empty(before.Intersect(earlier).Intersect(later).Except(Everywhere(merged)));
        },
        iter: Cases);

    [Fact] // P4
    public void Turkish_letters_and_another_thread_change_nothing() => Histories.Sample(
        history =>
        {
            var here = Merge(history.Before, history.Earlier, history.Later, history.Options);
            MergeOutcome.Merged? there = null;
            var thread = new Thread(() =>
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("tr-TR");
                there = Merge(history.Before, history.Earlier, history.Later, history.Options);
            });
            thread.Start();
            thread.Join();

            Assert.Equal(here.Content, there!.Content);
            Assert.Equal(here.Records(), there.Records());
        },
        iter: 1_000);

    [Fact] // P9
    public void A_result_merged_again_with_what_it_was_made_of_stays_as_it_is() => Histories.Sample(
        history =>
        {
            var merged = Merge(history.Before, history.Earlier, history.Later, history.Options).Text();

            Assert.Equal(merged, Merge(history.Earlier, merged, history.Earlier, history.Options).Text());
            Assert.Equal(merged, Merge(history.Later, history.Later, merged, history.Options).Text());
        },
        iter: Cases);

    [Fact] // P10
    public void With_any_fuel_there_is_the_one_result_or_none() => Gen.Select(Histories, Gen.Long[0, 5_000]).Sample(
        (history, fuel) =>
        {
            var (before, earlier, later, options) = history;
            var outcome = Answer(Input(Base(before), Earlier(earlier), Later(later), options), fuel);

            Assert.True(outcome is MergeOutcome.Decline || ((MergeOutcome.Merged)outcome).Text() == Merge(before, earlier, later, options).Text());
        },
        iter: Cases);

    [Fact] // P13
    public void The_order_of_members_blanks_and_the_spelling_of_numbers_change_no_value() => Gen.Select(Histories, Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9]).Sample(
        (history, n, one, other) =>
        {
            var (before, earlier, later, options) = history;
            (before, earlier, later) = (WithNumber(before, n), WithNumber(earlier, one), WithNumber(later, other));

            var merged = Merge(before, earlier, later, options);
            var respelled = Merge(Respell(before, "0"), Respell(earlier, "00"), Respell(later, "000"), options);

            Assert.Equal(merged.Content, CanonicalJson.Parse(Respell(respelled.Text(), "")));
            Assert.Equal(merged.Records.Length, respelled.Records.Length);
        },
        iter: Cases);

    [Fact] // P15, of arrays that are keyed in every version: one with a word in it is a sequence, in which two edits of an element stand side by side.
    public void Where_ids_were_unique_they_still_are() => Histories.Sample(
        history =>
        {
            var merged = Merge(history.Before, history.Earlier, history.Later, history.Options);
            var root = JsonNode.Parse(merged.Text())!;
            var keyed = new[] { "items", "done" }.Where(name => IsKeyed(history.Earlier, name) && IsKeyed(history.Later, name)).ToList();
            foreach (var name in keyed)
            {
                Assert.Distinct(Ids(root[name]));
            }

            // Where the array that something moved to was itself replaced, it may stand twice, but not in silence.
            if (keyed.Count == 2
                && history.Options.Contains("unique:", StringComparison.Ordinal)
                && merged.Records.All(record => record.Kind != ConflictRecordKinds.DuplicateId))
            {
                Assert.Distinct(Ids(root["items"]).Concat(Ids(root["done"])));
            }
        },
        iter: Cases);

    [Fact] // P14
    public void Counters_add_up_and_sets_follow_their_law() =>
        Gen.Select(Whole, Whole, Whole, Gen.Int[0, 255], Gen.Int[0, 255], Gen.Int[0, 255]).Sample(
            (before, one, other, was, left, right) =>
            {
                var merged = Merge(Of(before, was), Of(one, left), Of(other, right), """{"fields":{"/n":"counter","/s":"set"}}""");
                var expected = Of(one == before && left == was ? other : other == before && right == was ? one : one + other - before, ((left | right) & ~was) | (left & right));

                // Equal versions are one version, whatever they count.
                Assert.Equal(CanonicalJson.Parse(one == other && left == right ? Of(one, left) : expected), merged.Content);
                Assert.Empty(merged.Records);
            },
            iter: 10_000);

    [Fact] // P17
    public void Records_have_ids_of_their_own_and_come_in_order() => Histories.Sample(
        history =>
        {
            var ids = Merge(history.Before, history.Earlier, history.Later, history.Options).Records.Select(record => record.Id).ToList();

            Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        },
        iter: Cases);

    [Fact] // An ancestor made of two versions, and then the two again: nothing either wrote may get lost on the way.
    public void Over_an_ancestor_made_of_both_no_word_is_lost() => Histories.Sample(
        history =>
        {
            var (before, earlier, later, options) = history;
            var ancestor = Assert.IsType<MergeOutcome.Merged>(Answer(Input(Base(before), Earlier(earlier), Later(later), options) with { Purpose = MergePurpose.Ancestor }));
            var resolved = Merge(before, earlier, later, options).Text();
            var (one, other) = (new Scribe("c").Write(resolved, [(1, 0, 0), (3, 1, 1)]), new Scribe("d").Write(resolved, [(1, 0, 1), (3, 2, 0)]));

            Assert.Empty(ancestor.Records);
            Assert.Empty(Scribe.Words(one).Union(Scribe.Words(other)).Except(Scribe.Words(ancestor.Text())).Except(Everywhere(Merge(ancestor.Text(), one, other, options))));
        },
        iter: Cases);

    private static (MergeOutcome.Merged Merged, ImmutableHashSet<string> Before, ImmutableHashSet<string> Earlier, ImmutableHashSet<string> Later) Play(
        (string Before, string Earlier, string Later, string Options) history, string? before) =>
        (Merge(before, history.Earlier, history.Later, history.Options), Scribe.Words(history.Before), Scribe.Words(history.Earlier), Scribe.Words(history.Later));

    private static bool IsKeyed(string document, string name) => JsonNode.Parse(document)![name] switch
    {
        null => true,
        JsonArray array => array.All(element => element is JsonObject item && item.ContainsKey("id")),
        _ => false,
    };

    private static IEnumerable<string> Ids(JsonNode? array) => (array as JsonArray ?? []).Select(element => element!["id"]!.ToJsonString());

    private static ImmutableHashSet<string> Everywhere(MergeOutcome.Merged merged) => Scribe.Words(merged.Text()).Union(Recorded(merged));

    private static ImmutableHashSet<string> Recorded(MergeOutcome.Merged merged) =>
        Scribe.Words(string.Join(' ', merged.Records.SelectMany(record => record.Variants.Select(variant => variant.Value).Append(record.Base)).Select(value => value?.ToText())));

    private static string WithNumber(string document, int number)
    {
        var root = JsonNode.Parse(document)!;
        root["n"] = number / 10m;
        return root.ToJsonString();
    }

    // Backwards, with blanks, and 0.1 for 1: zeros at the end that mean nothing, and are no double's own spelling.
    private static string Respell(string document, string zeros) => Spell(JsonNode.Parse(document), zeros);

    private static string Spell(JsonNode? node, string zeros) => node switch
    {
        JsonObject members => "{ " + string.Join(" , ", members.OrderByDescending(member => zeros.Length == 0 ? "" : member.Key, StringComparer.Ordinal).Select(member => $"{JsonValue.Create(member.Key)!.ToJsonString()} :{Spell(member.Value, zeros)}")) + "}",
        JsonArray items => "[\n" + string.Join(",", items.Select(item => Spell(item, zeros))) + "]",
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("0.0", CultureInfo.InvariantCulture) + zeros,
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Of(long number, int bits) =>
        $$"""{"n":{{number}},"s":[{{string.Join(",", Enumerable.Range(0, 8).Where(bit => (bits >> bit & 1) == 1).Select(bit => $"\"{bit}\""))}}]}""";
}
