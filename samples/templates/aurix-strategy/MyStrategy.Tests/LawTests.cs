using Aurix.Platform.Laws;

namespace MyStrategy.Tests;

/// <summary>Thousands of generated conflicts for each law. A failure tells the conflict and the seed; put it into <see cref="StrategyLawOptions.Seed"/> to see it again.</summary>
public sealed class LawTests
{
    public static TheoryData<StrategyLaw> Laws => [.. Enum.GetValues<StrategyLaw>()];

    [Theory]
    [MemberData(nameof(Laws))]
    public void It_keeps_the_law(StrategyLaw law) => StrategyLaws.Check(new MyStrategyMerge(), law);
}
