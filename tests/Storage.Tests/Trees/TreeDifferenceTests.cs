using System.Globalization;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Xunit.Abstractions;

namespace Aurix.Platform.Tests.Trees;

/// <summary>Our relay beside CouchDB's own rules and PouchDB: the same histories must make the same trees.</summary>
/// <remarks>
/// AURIX_TEST_TREES says how many histories (5000), AURIX_TEST_SEED where to start (any; it is printed when something differs).
/// The rules of CouchDB are couch-key-tree.mjs, written after its source; PouchDB is the real one. Two classes are left out, each from
/// where it begins to the end of its history, and a history is compared with the other side all the same:
/// PouchDB, from when stemming took away an edge between two revisions that it keeps. CouchDB keeps the edge, and what a leaf further
/// down keeps alive goes by the edges. CouchDB, from when one path joined two trees and was stemmed in the same write. CouchDB then has
/// revisions twice for a moment and keeps what the tree that happened to come first would; ours keeps what the joined tree would.
/// </remarks>
public sealed class TreeDifferenceTests(ITestOutputHelper output)
{
    private static readonly int[] StemmingLimits = [1, 2, 3, 4, 5, 7, 12, 20];

    private readonly int _seed = Setting("AURIX_TEST_SEED", Environment.TickCount & 0xFFFFFF);

    [NodeFact("tests/pouchdb")]
    public async Task Trees_are_CouchDBs_and_pouchdb_merges()
    {
        var compared = await CompareAsync(Setting("AURIX_TEST_TREES", 5000), whole: false);

        // What was left out is the smaller part, or the comparison says little.
        Assert.True(compared.WithPouch > compared.Histories / 2 && compared.WithCouch > compared.Histories * 9 / 10, $"{compared}");
    }

    [NodeFact("tests/pouchdb")]
    public async Task Trees_are_those_of_a_whole_PouchDB() => await CompareAsync(Setting("AURIX_TEST_TREES", 5000) / 16, whole: true);

    private async Task<Compared> CompareAsync(int histories, bool whole)
    {
        await using var store = await StoreFixture.OpenAsync();
        foreach (var limit in StemmingLimits.Append(1000))
        {
            await store.SendAsync(new CreateDatabase(RelayOf(limit), DatabaseKind.Relay));
            await store.SendAsync(new SetRevisionsLimit(RelayOf(limit), limit));
        }

        using var peer = new TreePeer();
        var (withPouch, withCouch) = (0, 0);
        Task<Played[]>? next = null;
        foreach (var chunk in Enumerable.Range(0, histories).Chunk(128).Append([]))
        {
            // Side by side, so that they share commits, and while the peer thinks about those before.
            var played = next is null ? [] : await next;
            next = Task.WhenAll(chunk.Select(index => Task.Run(() => PlayAsync(store, _seed + index, whole))));
            foreach (var history in played)
            {
                using var answer = await peer.AskAsync(history.Question);
                var (pouch, couch) = Compare(history, answer.RootElement);
                withPouch += pouch ? 1 : 0;
                withCouch += couch ? 1 : 0;
            }
        }

        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy));
        output.WriteLine($"{histories} from seed {_seed}: {withPouch} to the end with PouchDB, {withCouch} with CouchDB's rules");
        return new Compared(histories, withPouch, withCouch);
    }

    private static async Task<Played> PlayAsync(StoreFixture store, int seed, bool whole)
    {
        var history = new TreeHistory(seed);
        var limit = history.Chance(0.4) ? 1000 : history.Pick(StemmingLimits);
        var everyStep = whole || history.Chance(0.25);
        var relay = RelayOf(limit);
        var id = new DocumentId($"d{seed}");
        var steps = new List<object>();
        var looks = new List<string>();
        var asked = history.Asked();
        for (var step = 0; step < history.Steps; step++)
        {
            var (path, isTombstone) = step > 0 && history.Chance(0.15) && await EditAsync(store, relay, id, history) is { } edit ? edit : await GraftAsync(store, relay, id, history);
            var looksNow = everyStep || step == history.Steps - 1;
            steps.Add(new { start = path.Start, path = path.Hashes.Select(hash => hash.ToString()), deleted = isTombstone, look = looksNow });
            if (looksNow)
            {
                looks.Add(await TreeView.OursAsync(store, relay, id, asked));
            }
        }

        return new Played(seed, limit, JsonSerializer.Serialize(new { whole, limit, steps, ask = asked.Select(revision => revision.ToString()) }), looks);
    }

    private static async Task<(RevisionPath Path, bool IsTombstone)> GraftAsync(StoreFixture store, DatabaseName relay, DocumentId id, TreeHistory history)
    {
        var (path, isTombstone) = history.NextGraft();
        await store.SendAsync(new GraftRevisions(relay, [new Graft(id, null, path, isTombstone, StoreFixture.Json("{}"), [])]));
        return (path, isTombstone);
    }

    private static async Task<(RevisionPath Path, bool IsTombstone)?> EditAsync(StoreFixture store, DatabaseName relay, DocumentId id, TreeHistory history)
    {
        var leaf = history.Pick(await store.SendAsync(new ReadRevisions(relay, [new WantedRevision(id, null)], 1)));
        var isTombstone = !leaf.IsTombstone && history.Chance(0.3);
        var body = StoreFixture.Json($$"""{"n":{{history.Pick([1, 2, 3])}}}""");
        if (await store.SendAsync(new EditRelayDocument(relay, id, leaf.Revision, isTombstone, body, [])) is not RelayEditOutcome.Saved saved)
        {
            return null;
        }

        history.Made(saved.Revision, leaf.Revision, isTombstone);
        return (RevisionPath.Of(saved.Revision, leaf.Revision), isTombstone);
    }

    /// <summary>Whether the comparison went on to the end.</summary>
    private (bool Pouch, bool Couch) Compare(Played history, JsonElement answer)
    {
        var (withPouch, withCouch) = (false, false);
        foreach (var (look, ours) in answer.GetProperty("looks").EnumerateArray().Zip(history.Looks))
        {
            withPouch = Compare(history, look, ours, "pouch");
            Compare(history, look, ours, "whole");
            withCouch = Compare(history, look, ours, "couch");
        }

        return (withPouch, withCouch);
    }

    private bool Compare(Played history, JsonElement look, string ours, string who)
    {
        if (look.GetProperty(who) is not { ValueKind: JsonValueKind.Object } view)
        {
            return false;
        }

        var theirs = TreeView.Theirs(view);
        Assert.True(
            ours == theirs,
            $"AURIX_TEST_SEED={history.Seed} (run {_seed}), limit {history.Limit}, after step {look.GetProperty("step").GetInt32()}.\nours\n{ours}\n{who}\n{theirs}\nof\n{history.Question}");
        return true;
    }

    private static DatabaseName RelayOf(int limit) => new($"relay{limit}");

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private sealed record Compared(int Histories, int WithPouch, int WithCouch);

    private sealed record Played(int Seed, int Limit, string Question, IReadOnlyList<string> Looks);
}
