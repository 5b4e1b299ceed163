using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Resolution;

public sealed class PatienceTests
{
    [Fact]
    public void How_long_a_conflict_has_waited_is_known_after_a_restart()
    {
        using var desk = new StrategyDesk();
        desk.Patience.StillWaits(Id, "why", isRound: true);
        desk.Patience.StillWaits(Id, "why", isRound: true);
        desk.Patience.Save();
        desk.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.True(desk.OpenPatience().HasGrace(Id));
    }

    [Fact]
    public void A_look_that_is_no_round_of_sync_does_not_count_as_one()
    {
        using var desk = new StrategyDesk();
        desk.Patience.StillWaits(Id, "why", isRound: true);
        desk.Patience.StillWaits(Id, "why", isRound: false);
        desk.Time.Advance(TimeSpan.FromHours(1));

        Assert.False(desk.Patience.HasGrace(Id));
    }

    [Fact]
    public void What_was_settled_waits_from_the_start_when_it_meets_again()
    {
        using var desk = new StrategyDesk();
        desk.Patience.StillWaits(Id, "why", isRound: false);
        desk.Time.Advance(TimeSpan.FromHours(2));
        desk.Patience.Settled(Id);
        desk.Patience.StillWaits(Id, "why", isRound: false);

        Assert.False(desk.Patience.HasWaited(Id, TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"note:1\":[")]
    [InlineData("[]")]
    [InlineData("{\"note:1\":7}")]
    [InlineData("{\"note:1\":[]}")]
    public void A_damaged_file_costs_another_wait_and_nothing_else(string content)
    {
        using var desk = new StrategyDesk();
        File.WriteAllText(desk.PatiencePath, content);

        var patience = desk.OpenPatience();

        Assert.False(patience.HasWaited(Id, TimeSpan.FromHours(1)));
        patience.StillWaits(Id, "why", isRound: true);
        patience.Save();
        Assert.Equal("why", patience.ReasonFor(Id));
    }
}
