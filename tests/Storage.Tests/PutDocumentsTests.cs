using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

public sealed class PutDocumentsTests
{
    [Fact]
    public async Task Each_edit_has_an_outcome_of_its_own_and_one_that_is_refused_stops_no_other()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var there = await store.PutAsync("there", "1");
        var tooLarge = CanonicalJson.Parse("\"" + new string('x', DocumentBodyCodec.MaxEditBytes) + "\"");

        var outcomes = await store.SendAsync(new PutDocuments(
        [
            Put("new", "1", null),
            new PutDocument(new("large"), tooLarge, null),
            Put("there", "2", null),
            Put("there", "2", there),
            Put("nowhere", "1", there),
        ]));

        Assert.IsType<PutOutcome.Saved>(outcomes[0]);
        Assert.Equal("DocumentTooLarge", Assert.IsType<PutOutcome.Refused>(outcomes[1]).Reason.Code);
        Assert.Equal(there, Assert.IsType<PutOutcome.Stale>(outcomes[2]).Winner);
        Assert.IsType<PutOutcome.Saved>(outcomes[3]);
        Assert.IsType<PutOutcome.UnknownParent>(outcomes[4]);
        Assert.Equal("2", (await store.GetAsync("there")).Body.Content.ToText());
        Assert.Equal(["new", "there"], (await store.SendAsync(new ListDocuments(null, 10))).Select(document => document.Id.Value));
    }

    [Fact]
    public async Task An_edit_sees_the_one_before_it_in_the_same_call()
    {
        await using var store = await StoreFixture.WithVaultAsync();

        var outcomes = await store.SendAsync(new PutDocuments([Put("d", "1", null), Put("e", "1", null), Put("d", "2", null)]));

        var first = Assert.IsType<PutOutcome.Saved>(outcomes[0]).Revision;
        Assert.Equal(first, Assert.IsType<PutOutcome.Stale>(outcomes[2]).Winner);
        Assert.Equal("1", (await store.GetAsync("d")).Body.Content.ToText());
    }

    [Fact]
    public async Task A_batch_takes_the_same_places_in_the_feed_and_the_same_counts_as_single_edits()
    {
        await using var store = await StoreFixture.WithVaultAsync();

        await store.SendAsync(new PutDocuments([.. Enumerable.Range(0, 500).Select(number => Put($"d{number:000}", "{}", null))]));

        var feed = await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 1000));
        Assert.Equal(Enumerable.Range(1, 500).Select(number => (long)number), feed.Rows.Select(row => row.Sequence.Value));
        Assert.Equal(500, (await store.SendAsync(new DescribeDatabase(DatabaseName.Vault)))!.Documents);
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
        Assert.Single(store.Harness.Published.OfType<DocumentsChanged>());
    }

    [Fact]
    public async Task A_job_of_a_group_that_fails_takes_back_what_it_counted()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        store.Storage.Sending = message =>
        {
            if (message is Crypto.MintRevisions { Drafts: [{ Id.Value: "bad" }] })
            {
                throw new InvalidOperationException("no keys");
            }
        };

        var attempts = Enumerable.Range(0, 20).Select(number => store.SendAsync(Put(number % 2 == 0 ? "bad" : $"good{number}", "1", null))).ToList();
        await Task.WhenAll(attempts.Select(attempt => attempt.ContinueWith(static _ => { }, TaskScheduler.Default)));

        Assert.Equal(10, attempts.Count(attempt => attempt.IsFaulted));
        var feed = await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 1000));
        Assert.Equal(Enumerable.Range(1, 10).Select(number => (long)number), feed.Rows.Select(row => row.Sequence.Value));
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
    }

    private static PutDocument Put(string id, string json, Revision? parent) => new(new DocumentId(id), CanonicalJson.Parse(json), parent);
}
