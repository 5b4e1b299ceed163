using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Resolution;

public sealed class ConflictResolverTests
{
    private static readonly TreeNode Root = Inner(Edit("1-0", "O1", at: 1, content: "o"));
    private static readonly DocumentTree Two = Tree(Root, Edit("2-a", "O1 A1", at: 2, on: "1-0", content: "a"), Edit("2-b", "O1 B1", at: 3, on: "1-0", content: "b"));

    [Fact] // P3, §2.1: the oldest first, each over the base of what is folded so far
    public async Task Three_heads_are_folded_in_canonical_order_each_step_over_its_own_base()
    {
        using var desk = new StrategyDesk(AnyStrategy.Joining("join", needsBase: true));
        desk.Rules.Add(new PolicyRule("all", "join"));
        var three = Tree([.. Two.Nodes, Edit("2-c", "O1 C1", at: 4, on: "1-0", content: "c")]);

        var join = Assert.IsType<Settlement.Join>(await desk.ResolveAsync(three));

        Assert.Equal("\"o:o:a+b+c\"", join.Outcome.Content.ToText());
        Assert.Equal(BaseQuality.Exact, join.Provenance.Base);
    }

    [Fact]
    public async Task A_strategy_without_a_base_gets_all_heads_at_once()
    {
        using var desk = new StrategyDesk(AnyStrategy.Joining("join"));
        desk.Rules.Add(new PolicyRule("all", "join"));

        await desk.ResolveAsync(Tree([.. Two.Nodes, Edit("2-c", "O1 C1", at: 4, on: "1-0", content: "c")]));

        Assert.Equal(3, Assert.Single(desk.Asked).Input.Heads.Length);
    }

    [Fact]
    public async Task A_missing_strategy_is_waited_for_and_then_the_fallback_stands_in_provisionally()
    {
        using var desk = new StrategyDesk(AnyStrategy.Joining("other"));
        desk.Rules.Add(new PolicyRule("all", "wanted") { Fallback = ["other"], WaitForMissing = TimeSpan.FromHours(1) });

        var first = Assert.IsType<Settlement.Wait>(await desk.ResolveAsync(Two));
        desk.Patience.StillWaits(Id, first.Reason, isRound: true);
        desk.Time.Advance(TimeSpan.FromMinutes(59));
        var second = await desk.ResolveAsync(Two);
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        var third = await desk.ResolveAsync(Two);

        Assert.Equal("the strategy 'wanted' is not loaded", first.Reason);
        Assert.IsType<Settlement.Wait>(second);
        Assert.Equal(("other", true), (Assert.IsType<Settlement.Join>(third).Provenance.Strategy, ((Settlement.Join)third).Provenance.Provisional));
    }

    [Fact]
    public async Task A_rule_that_never_guesses_waits_for_ever()
    {
        using var desk = new StrategyDesk(AnyStrategy.Joining("other"));
        desk.Rules.Add(new PolicyRule("all", "wanted") { Fallback = ["other"], WaitForMissing = null });
        desk.Patience.StillWaits(Id, "", isRound: true);
        desk.Time.Advance(TimeSpan.FromDays(4000));

        Assert.IsType<Settlement.Wait>(await desk.ResolveAsync(Two));
    }

    [Fact] // it will not come back by waiting; and where it works, its merge outranks what stands in here
    public async Task A_strategy_that_was_set_aside_is_replaced_at_once_and_provisionally()
    {
        using var desk = new StrategyDesk(AnyStrategy.Joining("other"));
        desk.Rules.Add(new PolicyRule("all", "broken") { Fallback = ["other"] });
        desk.SetAside.Add("broken");

        Assert.True(Assert.IsType<Settlement.Join>(await desk.ResolveAsync(Two)).Provenance.Provisional);
    }

    [Fact]
    public async Task A_version_that_the_rule_does_not_allow_counts_as_missing()
    {
        using var desk = new StrategyDesk(AnyStrategy.Joining("join", version: 3));
        desk.Rules.Add(new PolicyRule("all", "join") { MinVersion = 1, BelowVersion = 3 });

        Assert.Equal("the strategy 'join' is not loaded in version 1 to below 3", Assert.IsType<Settlement.Wait>(await desk.ResolveAsync(Two)).Reason);
    }

    [Fact]
    public async Task One_that_declines_hands_over_to_the_fallback_and_that_is_not_provisional()
    {
        using var desk = new StrategyDesk(new AnyStrategy("first", _ => new MergeOutcome.Decline("not mine")), AnyStrategy.Joining("second"));
        desk.Rules.Add(new PolicyRule("all", "first") { Fallback = ["second"] });

        var provenance = Assert.IsType<Settlement.Join>(await desk.ResolveAsync(Two)).Provenance;

        Assert.Equal(("second", false), (provenance.Strategy, provenance.Provisional));
    }

    [Fact]
    public async Task When_all_decline_the_last_resort_keeps_both()
    {
        var keep = new AnyStrategy("aurix.keep-both", input => new MergeOutcome.KeepBoth(input.Heads.MaxBy(head => head.Stamp)!.Revision));
        using var desk = new StrategyDesk(new AnyStrategy("first", _ => new MergeOutcome.Decline("not mine")), keep);
        desk.Rules.Add(new PolicyRule("all", "first"));

        Assert.Equal(Rev("2-b"), Assert.IsType<Settlement.Copy>(await desk.ResolveAsync(Two)).Main);
    }

    [Fact]
    public async Task A_conflict_that_nobody_takes_waits_with_every_reason()
    {
        using var desk = new StrategyDesk(new AnyStrategy("first", _ => new MergeOutcome.Decline("not mine")), new AnyStrategy("second", _ => new MergeOutcome.Decline("nor mine")));
        desk.Rules.Add(new PolicyRule("all", "first") { Fallback = ["second"] });

        Assert.Equal("'first' declined: not mine; 'second' declined: nor mine", Assert.IsType<Settlement.Wait>(await desk.ResolveAsync(Two)).Reason);
    }

    [Fact]
    public async Task One_that_asks_a_person_is_not_answered_by_a_fallback()
    {
        using var desk = new StrategyDesk(new AnyStrategy("first", _ => new MergeOutcome.NeedsHuman("Which address is right?")), AnyStrategy.Joining("second"));
        desk.Rules.Add(new PolicyRule("all", "first") { Fallback = ["second"] });

        Assert.Equal("'first' asks its owner: Which address is right?", Assert.IsType<Settlement.Wait>(await desk.ResolveAsync(Two)).Reason);
    }

    [Fact] // §2.2, CE-12: time decides only when, never what
    public async Task Without_the_exact_base_a_merge_waits_for_rounds_and_minutes_and_then_says_what_it_lacked()
    {
        using var desk = new StrategyDesk(AnyStrategy.Joining("join", needsBase: true));
        desk.Rules.Add(new PolicyRule("all", "join"));
        var baseless = Tree(Root, Edit("3-a", "O1 X1 A1", at: 5, content: "a"), Edit("3-b", "O1 X1 B1", at: 6, content: "b"));

        Assert.IsType<Settlement.Wait>(await desk.ResolveAsync(baseless));
        desk.Patience.StillWaits(Id, "", isRound: true);
        desk.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.IsType<Settlement.Wait>(await desk.ResolveAsync(baseless)); // minutes, but one round only
        desk.Patience.StillWaits(Id, "", isRound: true);
        var join = Assert.IsType<Settlement.Join>(await desk.ResolveAsync(baseless));

        Assert.Equal((BaseQuality.Older, "\"o:a+b\""), (join.Provenance.Base, join.Outcome.Content.ToText()));
    }

    [Fact]
    public async Task A_document_of_a_newer_schema_than_the_rule_knows_waits()
    {
        using var desk = new StrategyDesk(AnyStrategy.Joining("join"));
        desk.Rules.Add(new PolicyRule("all", "join") { MaxSchema = 3 });
        var newer = Tree(Root, With(Edit("2-a", "O1 A1", at: 2, on: "1-0"), body => body with { Schema = 4 }), Edit("2-b", "O1 B1", at: 3, on: "1-0"));

        Assert.Contains("schema 4", Assert.IsType<Settlement.Wait>(await desk.ResolveAsync(newer)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_strategy_was_told_is_recorded_as_a_hash_and_reaches_nobody_else()
    {
        using var desk = new StrategyDesk(new AnyStrategy("first", _ => new MergeOutcome.Decline("no")), AnyStrategy.Joining("second"));
        desk.Rules.Add(new PolicyRule("all", "first") { Options = CanonicalJson.Parse("""{"fields":{"/tags":"set"}}"""), Fallback = ["second"] });

        var join = Assert.IsType<Settlement.Join>(await desk.ResolveAsync(Two));

        Assert.Equal("""{"fields":{"/tags":"set"}}""", desk.Asked[0].Input.Options.ToText());
        Assert.Equal("{}", desk.Asked[1].Input.Options.ToText());
        Assert.Equal("", join.Provenance.OptionsHash);
    }
}
