using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;
using Aurix.Platform.Strategies.Json;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>What contains what is told by the edits alone: not by the tree, and not by how far somebody has counted.</summary>
public sealed class StaleBranchTests
{
    [Fact] // CE-5: the server has forgotten the ancestor, so a stale device's copy of it looks like a branch
    public async Task An_ancestor_that_a_stale_device_sends_again_is_no_conflict()
    {
        await using var meeting = await Meeting.StartAsync("all by fields", devices: 2);
        await meeting.LeaveBehindAsync();
        var newest = (await meeting.ShownAsync(0)).Revision;
        await meeting[1].PushAsync(meeting.Server);
        Assert.Equal(2, (await meeting.Server.ReadAsync()).Length); // a live leaf too many

        await meeting.JoinAsync();
        await meeting.RoundsAsync(3);

        Assert.Empty(await meeting.MergesAsync());
        Assert.Equal([$"{newest} False {"""{"title":"w6"}"""}"], await meeting.ShownEverywhereAsync());
    }

    [Fact] // CE-9: "A has counted to 2" would say that the second edit contains the first
    public void Two_edits_of_one_actor_on_one_version_are_both_heads() =>
        Assert.Equal([Rev("2-a"), Rev("2-b")], HeadSet.Of(Tree(Edit("2-a", "O1 A1", at: 1), Edit("2-b", "O1 A2", at: 2))).Heads.Select(head => head.Revision));

    [Fact] // CE-9
    public async Task One_device_that_edits_two_branches_in_turn_loses_neither_edit()
    {
        await using var vault = await ConflictVault.OpenAsync(new JsonStrategy());
        await vault.DivideAsync(new("d"), """{"a":"w0","b":"w0"}""", """{"a":"w1","b":"w0"}""", """{"a":"w0","b":"w2"}""");

        await vault.NormaliseAsync();

        Assert.Equal("""{"a":"w1","b":"w2"}""", (await vault.ShownAsync(new("d"))).Body.Content.ToText());
    }
}
