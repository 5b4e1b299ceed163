using System.Globalization;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Laws;
using Aurix.Platform.Strategies.Json;
using Aurix.Platform.Strategies.KeepBoth;
using Aurix.Platform.Strategies.LastWriteWins;
using Aurix.Platform.Strategies.Text;
using CsCheck;

namespace Aurix.Platform.Tests;

/// <summary>Our own strategies go through the suite that we give to others, and the suite catches who breaks a law.</summary>
public sealed class LawTests
{
    private static readonly IConflictStrategy[] Ours = [new LastWriteWinsStrategy(), new JsonStrategy(), new TextStrategy(), new KeepBothStrategy()];

    private static readonly Gen<CanonicalJson> TagsThatCulturesSortApart = Gen.OneOf("i", "I", "ı", "İ", "a", "Z").Array[2, 6]
        .Select(tags => CanonicalJson.Parse($$"""{"tags":[{{string.Join(',', tags.Distinct().Select(tag => $"\"{tag}\""))}}]}"""));

    public static TheoryData<string, StrategyLaw> Laws()
    {
        var laws = new TheoryData<string, StrategyLaw>();
        foreach (var strategy in Ours)
        {
            foreach (var law in Enum.GetValues<StrategyLaw>())
            {
                laws.Add(strategy.Info.Id, law);
            }
        }

        return laws;
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Our_strategies_keep_the_laws(string id, StrategyLaw law) => StrategyLaws.Check(Ours.Single(strategy => strategy.Info.Id == id), law);

    [Fact] // CE-16: a set is sorted, and what stands before what differs between tables of letters
    public void Sets_are_joined_alike_in_any_culture() => StrategyLaws.Check(
        new JsonStrategy(),
        StrategyLaw.AnyThreadAndCulture,
        new StrategyLawOptions { Documents = TagsThatCulturesSortApart, Options = CanonicalJson.Parse("""{"fields":{"/tags":"set"}}""") });

    [Fact]
    public void The_suite_catches_each_way_to_break_a_law()
    {
        Breaks(StrategyLaw.HeadsInAnyOrder, heads => heads.First());
        Breaks(StrategyLaw.AnyThreadAndCulture, heads => CultureInfo.CurrentCulture.Name == "tr-TR" ? Last(heads) : heads.MinBy(head => head.Stamp)!);
        Breaks(StrategyLaw.EqualHeads, heads => Last(heads) with { Content = CanonicalJson.Parse("\"mine\"") });
        Breaks(StrategyLaw.UnchangedHead, Last);
        Breaks(StrategyLaw.NothingLost, Last);
        Breaks(StrategyLaw.SoundResult, heads => Last(heads) with { Attachments = Foreign });
        Breaks(StrategyLaw.AnyFuel, _ => throw new InvalidTimeZoneException());
    }

    [Fact]
    public void A_broken_law_is_told_with_the_conflict_and_the_seed()
    {
        var broken = Assert.Throws<LawBrokenException>(() => StrategyLaws.Check(new Choosing(heads => heads.First()), StrategyLaw.HeadsInAnyOrder));

        Assert.StartsWith("test.choosing version 1 breaks the law HeadsInAnyOrder. Asked with the heads in reverse, it answered otherwise: ", broken.Message, StringComparison.Ordinal);
        Assert.Contains("\n  base  ", broken.Message, StringComparison.Ordinal);
        var seed = broken.Message.Split("Set seed: \"")[1].Split('"')[0];
        Assert.Throws<LawBrokenException>(() => StrategyLaws.Check(new Choosing(heads => heads.First()), StrategyLaw.HeadsInAnyOrder, new StrategyLawOptions { Seed = seed, Cases = 1 }));
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, Attachment> Foreign { get; } = DocumentBody.NoAttachments.Add(
        "foreign",
        new Attachment(new BlobReference(new BlobFileId(99), 1, BlobAddress.FromBytes(new byte[32]), 1), "text/plain", new Dot(new ActorId(1), 1)));

    private static MergeHead Last(IEnumerable<MergeHead> heads) => heads.MaxBy(head => head.Stamp)!;

    private static void Breaks(StrategyLaw law, Func<IEnumerable<MergeHead>, MergeHead> choose) =>
        Assert.Throws<LawBrokenException>(() => StrategyLaws.Check(new Choosing(choose), law));

    /// <summary>Takes one head whole and says nothing of the others.</summary>
    private sealed class Choosing(Func<IEnumerable<MergeHead>, MergeHead> choose) : IConflictStrategy
    {
        public StrategyInfo Info { get; } = new("test.choosing", 1, 1, IsLossy: false, NeedsBase: true, "Chooses.");

        public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
        {
            var chosen = choose(input.Heads);
            return new MergeOutcome.Merged(chosen.Content, chosen.Deleted, chosen.Attachments, [], []);
        }
    }
}
