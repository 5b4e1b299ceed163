using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Strategies.LastWriteWins;

namespace Aurix.Platform.Tests.Explaining;

public sealed class UndoTests
{
    private static readonly DocumentId Id = new("note:1");

    [Fact]
    public async Task An_explanation_names_what_met_over_what_and_what_came_out()
    {
        await using var vault = await ConflictVault.OpenAsync(new LastWriteWinsStrategy());
        var (before, first, second) = await vault.DivideAsync(Id, "\"root\"", "\"first\"", "\"second\"");
        await vault.NormaliseAsync();

        var explained = (await vault.Mediator.Send(new ExplainConflict(Id)))!;

        Assert.Equal([first, second], explained.Versions.Select(version => version.Revision));
        Assert.Equal(before, explained.Base!.Revision);
        Assert.Equal(("aurix.lww", "\"second\""), (explained.Provenance!.Strategy, explained.Result!.Body!.Content.ToText()));
        Assert.Equal(explained.Shown, explained.Merge);
    }

    [Fact]
    public async Task An_open_conflict_is_explained_with_why_it_waits()
    {
        await using var vault = await ConflictVault.OpenAsync(new AnyStrategy("asks", _ => new MergeOutcome.NeedsHuman("Which one?")));
        var (_, first, second) = await vault.DivideAsync(Id, "0", "1", "2");
        await vault.NormaliseAsync();

        var explained = (await vault.Mediator.Send(new ExplainConflict(Id)))!;

        Assert.Equal("'asks' asks its owner: Which one?", explained.Reason);
        Assert.Null(explained.Merge);
        Assert.Equal([first, second], explained.Versions.Select(version => version.Revision));
    }

    [Fact]
    public async Task A_document_without_a_conflict_has_no_explanation()
    {
        await using var vault = await ConflictVault.OpenAsync(new LastWriteWinsStrategy());
        await vault.PutAsync(Id, "1");

        Assert.Null(await vault.Mediator.Send(new ExplainConflict(Id)));
    }

    [Fact]
    public async Task An_undo_shows_the_loser_again_and_can_itself_be_undone()
    {
        await using var vault = await ConflictVault.OpenAsync(new LastWriteWinsStrategy());
        var (_, first, _) = await vault.DivideAsync(Id, "\"root\"", "\"first\"", "\"second\"");
        await vault.NormaliseAsync();

        var undone = await vault.Mediator.Send(new UndoMerge(Id, null));

        Assert.Equal((undone, "\"first\""), ((await vault.ShownAsync(Id)).Revision, (await vault.ShownAsync(Id)).Body.Content.ToText()));
        Assert.Equal(0, (await vault.NormaliseAsync()).Merged); // it contains what it took back: no conflict
        var second = (await vault.Mediator.Send(new ExplainConflict(Id)))!.Versions[1].Revision;
        await vault.Mediator.Send(new UndoMerge(Id, second));
        Assert.Equal("\"second\"", (await vault.ShownAsync(Id)).Body.Content.ToText());
        Assert.NotEqual(first, undone);
    }

    [Fact]
    public async Task After_an_edit_an_undo_has_to_name_the_version()
    {
        await using var vault = await ConflictVault.OpenAsync(new LastWriteWinsStrategy());
        var (_, first, _) = await vault.DivideAsync(Id, "\"root\"", "\"first\"", "\"second\"");
        await vault.NormaliseAsync();
        await vault.PutAsync(Id, "\"later\"", (await vault.ShownAsync(Id)).Revision);

        Assert.Equal("EditedSince", (await Assert.ThrowsAsync<UsageException>(() => vault.Mediator.Send(new UndoMerge(Id, null)))).Code);
        Assert.Equal("\"later\"", (await vault.ShownAsync(Id)).Body.Content.ToText());
        await vault.Mediator.Send(new UndoMerge(Id, first));
        Assert.Equal("\"first\"", (await vault.ShownAsync(Id)).Body.Content.ToText());
    }

    [Fact]
    public async Task Undoing_a_merge_with_a_deletion_deletes_again()
    {
        await using var vault = await ConflictVault.OpenAsync(new LastWriteWinsStrategy());
        var root = await vault.PutAsync(Id, "\"root\"");
        await vault.PutAsync(Id, "\"edited\"", root);
        await vault.Mediator.Send(new DeleteDocument(Id, root) { AllowBranch = true });
        await vault.NormaliseAsync();
        Assert.False((await vault.ShownAsync(Id)).Body.Deleted);

        await vault.Mediator.Send(new UndoMerge(Id, null));

        Assert.True((await vault.ShownAsync(Id)).Body.Deleted);
    }

    [Fact]
    public async Task Where_there_was_no_merge_there_is_nothing_to_undo()
    {
        await using var vault = await ConflictVault.OpenAsync(new LastWriteWinsStrategy());
        await vault.PutAsync(Id, "1");

        Assert.Equal("NothingToUndo", (await Assert.ThrowsAsync<UsageException>(() => vault.Mediator.Send(new UndoMerge(Id, null)))).Code);
        Assert.Equal("NothingToUndo", (await Assert.ThrowsAsync<UsageException>(() => vault.Mediator.Send(new UndoMerge(new("none"), null)))).Code);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_have_differed_and_writes_nothing()
    {
        await using var vault = await ConflictVault.OpenAsync(new LastWriteWinsStrategy(), AnyStrategy.Joining("join", needsBase: true), new AnyStrategy("shy", _ => new MergeOutcome.Decline("not mine")));
        await vault.DivideAsync(Id, "\"o\"", "\"a\"", "\"b\"");
        await vault.NormaliseAsync();
        var before = (await vault.ShownAsync(Id)).Revision;

        var joined = Assert.Single(await vault.Mediator.Send(new DryRunStrategy("join", null, 10)));
        var same = Assert.Single(await vault.Mediator.Send(new DryRunStrategy("aurix.lww", null, 10)));
        var none = Assert.Single(await vault.Mediator.Send(new DryRunStrategy("shy", null, 10)));

        Assert.Equal((DryRunDifference.Content, "\"b\"", "\"o:a+b\""), (joined.Difference, joined.Was!.ToText(), joined.Would!.ToText()));
        Assert.Equal(DryRunDifference.Same, same.Difference);
        Assert.Equal((DryRunDifference.NoMerge, "not mine"), (none.Difference, none.Note));
        Assert.Equal(before, (await vault.ShownAsync(Id)).Revision);
    }
}
