using Aurix.Platform.Documents;
using Aurix.Platform.Laws;
using CsCheck;

namespace Samples.RecordingMetadata.Tests;

/// <summary>The laws of every strategy, on recordings and on documents of any shape.</summary>
public sealed class LawTests
{
    // Different words in each, so that tags are what they are: a set.
    private static readonly Gen<CanonicalJson> Recordings = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 9000], Gen.Int[0, 40], Gen.Int[0, 9].Array[0, 4]).Select((title, duration, plays, tags) =>
        CanonicalJson.Parse($$"""{"title":"take {{title}}","duration":{{duration}},"plays":{{plays}},"tags":[{{string.Join(',', tags.Distinct().Select(tag => $"\"tag{tag}\""))}}]}"""));

    public static TheoryData<StrategyLaw> Laws => [.. Enum.GetValues<StrategyLaw>()];

    [Theory]
    [MemberData(nameof(Laws))]
    public void It_keeps_the_law_for_recordings(StrategyLaw law) =>
        StrategyLaws.Check(new RecordingMetadataStrategy(), law, new StrategyLawOptions { Documents = Recordings });

    [Theory]
    [MemberData(nameof(Laws))]
    public void It_keeps_the_law_for_whatever_comes(StrategyLaw law) => StrategyLaws.Check(new RecordingMetadataStrategy(), law);
}
