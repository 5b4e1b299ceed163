using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>What was refused settles when its revision, or one that was built on it, is in the tree; a server's word alone settles nothing.</summary>
public sealed class QuarantineTests
{
    [Fact]
    public async Task A_refused_revision_settles_when_it_is_accepted_later()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var edit = new Device(0xb).Edit("1");
        var other = new QuarantineEntry("server", edit.RemoteId, "2-00000000000000000000000000000001", "AuthFailed", "Altered.");
        await store.SendAsync(new QuarantineRemote([Refused(edit, "EpochUnknown"), Refused(edit, "AuthFailed"), Refused(edit, "PushRefused"), other]));

        await GraftAsync(store, edit.Graft());

        Assert.Equal(["AuthFailed 2-00000000000000000000000000000001", $"PushRefused {edit.Revision}"], await LeftAsync(store));
        Assert.All(await store.SendAsync(new ListQuarantine(10)), entry => Assert.Equal("d", entry.Document?.Value));
    }

    [Fact]
    public async Task It_settles_when_a_child_whose_envelope_names_it_is_accepted()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var device = new Device(0xb);
        var first = device.Edit("1");
        var second = device.Edit("2", first);
        await store.SendAsync(new QuarantineRemote([Refused(first, "AuthFailed")]));

        await GraftAsync(store, second.Graft());

        Assert.Empty(await LeftAsync(store));
    }

    [Fact]
    public async Task A_servers_word_about_older_ancestors_settles_nothing()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var device = new Device(0xb);
        var first = device.Edit("1");
        var second = device.Edit("2", first);
        var third = device.Edit("3", second);
        await store.SendAsync(new QuarantineRemote([Refused(first, "AuthFailed")]));

        await GraftAsync(store, third.Graft(second.Revision, first.Revision));

        Assert.Single(await LeftAsync(store));
    }

    [Fact]
    public async Task A_forged_delete_is_healed_where_it_hides_a_leaf_and_not_again_within_the_day()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var device = new Device(0xb);
        var first = device.Edit("1");
        var second = device.Edit("2", first);
        await GraftAsync(store, first.Graft());
        var forged = new QuarantineEntry("server", first.RemoteId, "2-00000000000000000000000000000001", "ForgedDelete", "Deleted.");
        await store.SendAsync(new QuarantineRemote([forged]));
        Assert.Empty(await HiddenAsync(store, TimeSpan.FromDays(1))); // it is not said to stand on anything of ours

        await store.SendAsync(new QuarantineRemote([forged with { SaidToFollow = [first.Revision] }]));
        Assert.Equal([new HiddenLeaf(new("d"), first.Revision)], await HiddenAsync(store, TimeSpan.FromDays(1)));

        await store.SendAsync(new NoteHealed([new("d")]));
        Assert.Empty(await HiddenAsync(store, TimeSpan.FromDays(-1)));
        Assert.Single(await HiddenAsync(store, TimeSpan.FromDays(1)));

        await GraftAsync(store, second.Graft());
        Assert.Empty(await HiddenAsync(store, TimeSpan.FromDays(1))); // what it hides is no leaf any more
    }

    [Fact]
    public async Task A_document_that_is_shown_only_as_it_was_before_a_leaf_is_named()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var device = new Device(0xb);
        var first = device.Edit("1");
        var second = device.Edit("2", first);
        await GraftAsync(store, first.Graft(), second.Graft());
        var remote = first.RemoteId;

        Assert.Equal<DocumentId>([new DocumentId("d")], await store.SendAsync(new FindUnshownLeaves([new(remote, [first.Revision])])));
        Assert.Empty(await store.SendAsync(new FindUnshownLeaves([new(remote, [second.Revision])])));
        Assert.Empty(await store.SendAsync(new FindUnshownLeaves([new(remote, [device.Edit("3", second).Revision])]))); // news, not a loss
        Assert.Empty(await store.SendAsync(new FindUnshownLeaves([new("unknown", [first.Revision])])));
        Assert.Equal("d", (await store.SendAsync(new NameRemoteDocuments([remote, "unknown"])))[remote].Value);
    }

    private static QuarantineEntry Refused(Made made, string code) => new("server", made.RemoteId, made.Revision.ToString(), code, "Refused.");

    private static async Task GraftAsync(StoreFixture store, params Graft[] grafts) => await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [.. grafts]));

    private static async Task<string[]> LeftAsync(StoreFixture store) =>
        [.. (await store.SendAsync(new ListQuarantine(100))).Select(entry => $"{entry.What.Code} {entry.What.Revision}").Order(StringComparer.Ordinal)];

    // Counted from the store's own clock: a span ahead means that everything healed until now may be healed again.
    private static async Task<HiddenLeaf[]> HiddenAsync(StoreFixture store, TimeSpan ahead) =>
        [.. await store.SendAsync(new ListForgedDeletes(store.Time.GetUtcNow() + ahead, null, 10))];
}
