using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests;

public sealed class VaultEditTests
{
    [Fact]
    public async Task An_edit_that_knows_of_no_document_stands_as_a_root_beside_the_one_that_is_there_if_it_may_branch()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var first = await store.PutAsync("a", """{"mine":1}""", null);

        Assert.IsType<PutOutcome.Stale>(await store.SendAsync(new PutDocument(new DocumentId("a"), CanonicalJson.Parse("""{"theirs":1}"""), Parent: null)));
        var second = await store.PutAsync("a", """{"theirs":1}""", null, allowBranch: true);

        Assert.Equal((1, 1), (first.Generation, second.Generation));
        Assert.Equal(2, Assert.IsType<GetOutcome.Found>(await store.SendAsync(new GetDocument(new DocumentId("a")))).Heads);
        var history = await store.SendAsync(new ReadHistory(new DocumentId("a")));
        Assert.All(history, entry => Assert.True(entry is { Parent: null, IsLeaf: true }));
        Assert.False(history.Single(entry => entry.Revision == second).Body!.Causes.Contains(history.Single(entry => entry.Revision == first).Body!.Dot!.Value));
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
    }

    [Fact]
    public async Task An_edit_is_attached_to_what_its_author_saw()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var first = await store.PutAsync("note", """{"text":"one"}""");
        var second = await store.PutAsync("note", """{"text":"two"}""", first);

        var found = await store.GetAsync("note");
        Assert.Equal(second, found.Revision);
        Assert.Equal(1, found.Heads);
        Assert.Equal("""{"text":"two"}""", found.Body.Content.ToText());
        Assert.Equal(first, Assert.Single(found.Body.Parents));
        var dot = Assert.NotNull(found.Body.Dot);
        Assert.Equal(2, dot.Number);
        Assert.Equal($"{{{dot.Actor}:1-2}}", found.Body.Causes.ToString());
        Assert.Equal(1_700_000_000_000, found.Body.Stamp.Milliseconds);
        Assert.Equal(1, found.Body.Stamp.Counter);
        Assert.Equal("""{"text":"one"}""", (await store.GetAsync("note", first)).Body.Content.ToText());
    }

    [Fact]
    public async Task A_stale_parent_is_refused_and_nothing_is_written()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var first = await store.PutAsync("note", "1");
        var second = await store.PutAsync("note", "2", first);

        Assert.Equal(new PutOutcome.Stale(second), await store.SendAsync(new PutDocument(new("note"), CanonicalJson.Null, first)));
        Assert.Equal(new PutOutcome.Stale(second), await store.SendAsync(new PutDocument(new("note"), CanonicalJson.Null, null)));
        Assert.Equal(new PutOutcome.UnknownParent(), await store.SendAsync(new PutDocument(new("note"), CanonicalJson.Null, StoreFixture.Rev("2-f"))));
        Assert.Equal(new PutOutcome.UnknownParent(), await store.SendAsync(new PutDocument(new("other"), CanonicalJson.Null, first)));

        Assert.Equal(2, (await store.SendAsync(new ReadHistory(new("note")))).Length);
        Assert.Equal(2, (await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10))).LastSequence.Value);
    }

    [Fact]
    public async Task An_allowed_branch_contains_only_what_its_author_saw()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var first = await store.PutAsync("note", "1");
        await store.PutAsync("note", "2", first);
        var branch = await store.PutAsync("note", "3", first, allowBranch: true);

        // CE-9: edits 1 and 3, and not 2.
        var body = (await store.GetAsync("note", branch)).Body;
        Assert.Equal($"{{{body.Dot!.Value.Actor}:1,3}}", body.Causes.ToString());
        Assert.Equal(2, (await store.GetAsync("note")).Heads);
        Assert.Equal(["note"], (await store.SendAsync(new ListUnnormalised(10))).Select(id => id.Value));
        Assert.Equal("note", Assert.Single(Assert.Single(store.Harness.Published.OfType<ConflictsFound>()).Ids).Value);
        Assert.Equal(2, Assert.Single((await store.SendAsync(new ListDocuments(null, 10) { OnlyBranched = true })).Documents).Heads);
    }

    [Fact]
    public async Task A_delete_is_an_edit_and_putting_again_undoes_it()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var first = await store.PutAsync("note", "1");
        var deleted = Assert.IsType<PutOutcome.Saved>(await store.SendAsync(new DeleteDocument(new("note"), first))).Revision;

        var found = await store.GetAsync("note");
        Assert.True(found.Body.Deleted);
        Assert.Equal("null", found.Body.Content.ToText());
        Assert.Empty((await store.SendAsync(new ListDocuments(null, 10))).Documents);
        Assert.Single((await store.SendAsync(new ListDocuments(null, 10) { Deleted = DeletedDocuments.Included })).Documents);
        Assert.Empty(await store.SendAsync(new CountTypes()));
        Assert.Equal(1, (await store.SendAsync(new DescribeDatabase(DatabaseName.Vault)))!.DeletedDocuments);

        var again = await store.PutAsync("note", "2");
        found = await store.GetAsync("note");
        Assert.Equal((3, false), (again.Generation, found.Body.Deleted));
        Assert.Equal(deleted, Assert.Single(found.Body.Parents));
        Assert.Equal(1, (await store.SendAsync(new CountTypes()))["document"]);
        Assert.Equal([true, false, false], (await store.SendAsync(new ReadHistory(new("note")))).Select(entry => entry.IsWinner));
    }

    [Fact]
    public async Task Type_and_content_stay_when_an_edit_says_nothing_of_them()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var first = Assert.IsType<PutOutcome.Saved>(
            await store.SendAsync(new PutDocument(new("t"), CanonicalJson.Parse("7"), null) { Type = new DocumentType("transcript") })).Revision;
        await store.SendAsync(new PutDocument(new("t"), null, first));

        var found = await store.GetAsync("t");
        Assert.Equal(("transcript", "7"), (found.Body.Type.Value, found.Body.Content.ToText()));
        Assert.Equal("t", Assert.Single((await store.SendAsync(new ListDocuments(null, 10) { Type = new DocumentType("transcript") })).Documents).Id.Value);
        Assert.Empty((await store.SendAsync(new ListDocuments(null, 10) { Type = new DocumentType("note") })).Documents);
    }

    [Fact]
    public async Task A_document_that_could_never_be_sealed_is_refused()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var huge = CanonicalJson.Parse("\"" + new string('x', DocumentBodyCodec.MaxEditBytes) + "\"");

        var wrong = await Assert.ThrowsAsync<InvalidDocumentException>(() => store.SendAsync(new PutDocument(new("note"), huge, null)));

        Assert.Equal("DocumentTooLarge", wrong.Code);
        Assert.Equal(new GetOutcome.Missing(), await store.SendAsync(new GetDocument(new("note"))));
    }

    [Fact]
    public async Task Concurrent_edits_are_all_durable_and_one_that_fails_harms_no_other()
    {
        var store = await StoreFixture.WithVaultAsync();
        var huge = CanonicalJson.Parse("\"" + new string('x', DocumentBodyCodec.MaxEditBytes) + "\"");
        var writes = Enumerable.Range(0, 64).Select(index => Task.Run(async () =>
        {
            try
            {
                return await store.SendAsync(new PutDocument(new($"d{index:d2}"), index % 8 == 3 ? huge : CanonicalJson.Parse($"{index}"), null));
            }
            catch (InvalidDocumentException)
            {
                return null;
            }
        }));
        var outcomes = await Task.WhenAll(writes);

        Assert.Equal(8, outcomes.Count(outcome => outcome is null));
        Assert.Equal(56, outcomes.OfType<PutOutcome.Saved>().Select(saved => saved.Sequence).Distinct().Count());
        await using var reopened = await store.ReopenAsync();
        Assert.Equal(56, (await reopened.SendAsync(new ListDocuments(null, 1000))).Documents.Length);
        Assert.All(await reopened.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_make_edits_older()
    {
        var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("a", "1");
        await store.StopAsync();

        var earlier = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000));
        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, earlier);
        await reopened.PutAsync("b", "1");

        var stamp = (await reopened.GetAsync("b")).Body.Stamp;
        Assert.Equal((1_700_000_000_000, 1), (stamp.Milliseconds, stamp.Counter));
    }
}
