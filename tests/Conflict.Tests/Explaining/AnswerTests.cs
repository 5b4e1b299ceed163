using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Tests.Explaining;

public sealed class AnswerTests
{
    private static readonly DocumentId Id = new("note:1");

    [Fact]
    public async Task An_answer_settles_an_open_conflict_and_keeps_the_other_version()
    {
        await using var vault = await ConflictVault.OpenAsync(new AnyStrategy("asks", _ => new MergeOutcome.NeedsHuman("Which one?")));
        var (_, first, second) = await vault.DivideAsync(Id, "0", "1", "2");
        Assert.Single((await vault.NormaliseAsync()).Waiting);

        await vault.Mediator.Send(new AnswerConflict(Id, first, null));
        var report = await vault.NormaliseAsync();

        Assert.Empty(report.Waiting);
        Assert.Equal(("1", 1), ((await vault.ShownAsync(Id)).Body.Content.ToText(), (await vault.ShownAsync(Id)).Heads));
        Assert.Equal("2", Assert.IsType<Storage.GetOutcome.Found>(await vault.Mediator.Send(new Storage.GetDocument(Id, second))).Body.Content.ToText());
    }

    [Fact] // CE-9: an edit of one head while the conflict is open contains that head and not the other
    public async Task An_edit_of_one_head_leaves_the_conflict_open()
    {
        await using var vault = await ConflictVault.OpenAsync(new AnyStrategy("asks", _ => new MergeOutcome.NeedsHuman("Which one?")));
        var (_, first, second) = await vault.DivideAsync(Id, "0", "1", "2");
        await vault.PutAsync(Id, "3", first);
        await vault.PutAsync(Id, "4", second);

        await vault.NormaliseAsync();

        Assert.Equal(["3", "4"], (await vault.Mediator.Send(new ExplainConflict(Id)))!.Versions.Select(version => version.Body!.Content.ToText()).Order());
    }

    [Fact]
    public async Task An_answer_by_a_version_that_did_not_meet_is_refused()
    {
        await using var vault = await ConflictVault.OpenAsync(new AnyStrategy("asks", _ => new MergeOutcome.NeedsHuman("Which one?")));
        var (before, _, _) = await vault.DivideAsync(Id, "0", "1", "2");

        Assert.Equal("VersionMissing", (await Refused(vault, before, null)).Code);
    }

    [Fact]
    public async Task A_choice_is_answered_with_another_variant_and_is_then_no_longer_open()
    {
        await using var vault = await ConflictVault.OpenAsync(Choosing());
        var (_, first, record) = await SettledAsync(vault);

        await vault.Mediator.Send(new AnswerConflict(Id, first, record));

        var shown = (await vault.ShownAsync(Id)).Body;
        Assert.Equal("""{"n":1,"title":"first"}""", shown.Content.ToText());
        Assert.Empty(shown.OpenRecords);
    }

    [Fact]
    public async Task A_choice_is_dismissed_and_what_stands_stays()
    {
        await using var vault = await ConflictVault.OpenAsync(Choosing());
        var (_, _, record) = await SettledAsync(vault);

        await vault.Mediator.Send(new AnswerConflict(Id, null, record));

        var shown = (await vault.ShownAsync(Id)).Body;
        Assert.Equal("""{"n":1,"title":"second"}""", shown.Content.ToText());
        Assert.Empty(shown.OpenRecords);
    }

    [Fact]
    public async Task A_choice_is_carried_by_edits_until_somebody_answers_it()
    {
        await using var vault = await ConflictVault.OpenAsync(Choosing());
        var (merge, _, record) = await SettledAsync(vault);

        await vault.PutAsync(Id, """{"n":2,"title":"second"}""", merge);

        Assert.Equal(record, Assert.Single((await vault.Mediator.Send(new ExplainConflict(Id)))!.Records).Id);
    }

    [Fact]
    public async Task An_answer_does_not_wipe_out_a_later_edit_of_that_place()
    {
        await using var vault = await ConflictVault.OpenAsync(Choosing());
        var (merge, first, record) = await SettledAsync(vault);
        await vault.PutAsync(Id, """{"n":1,"title":"third"}""", merge);

        Assert.Equal("EditedSince", (await Refused(vault, first, record)).Code);
        Assert.Equal("""{"n":1,"title":"third"}""", (await vault.ShownAsync(Id)).Body.Content.ToText());
    }

    private static Task<UsageException> Refused(ConflictVault vault, Revision version, string? record) =>
        Assert.ThrowsAsync<UsageException>(() => vault.Mediator.Send(new AnswerConflict(Id, version, record)));

    private static async Task<(Revision Merge, Revision First, string Record)> SettledAsync(ConflictVault vault)
    {
        var (_, first, _) = await vault.DivideAsync(Id, """{"n":0,"title":"root"}""", """{"n":1,"title":"first"}""", """{"n":1,"title":"second"}""");
        await vault.NormaliseAsync();
        var explained = (await vault.Mediator.Send(new ExplainConflict(Id)))!;
        return (explained.Shown, first, Assert.Single(explained.Records).Id);
    }

    /// <summary>Takes the later title and leaves the choice to the owner.</summary>
    private static AnyStrategy Choosing() => new("chooses", input =>
    {
        var heads = input.Heads.OrderBy(head => head.Stamp).ToArray();
        var variants = heads.Select((head, place) => new ConflictVariant(head.Revision, head.Stamp, CanonicalJson.Parse(place == 0 ? "\"first\"" : "\"second\"")));
        var record = new ConflictRecord("/title", ConflictRecordKinds.Replaced, null, [.. variants], heads[1].Revision);
        return new MergeOutcome.Merged(heads[1].Content, Deleted: false, DocumentBody.NoAttachments, [record], []);
    });
}
