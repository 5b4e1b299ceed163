using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Bench.Conflict;

/// <summary>Conflicts of two leaves, found, joined, minted, written and committed; beside it, the same revisions written into an equal store in bulk.</summary>
internal static class ConflictBenchmark
{
    private const int Documents = 10_000;
    private const int Rounds = 3;
    private const int Batch = 256; // as normalisation walks

    public static async Task RunAsync(string[] numbers)
    {
        var documents = numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : Documents;
        await Interleaved.RunAsync(
            "Two-leaf conflicts of 1 KB JSON",
            Rounds,
            documents,
            ("Aurix: found, joined by aurix.json, minted, committed", () => SettleAsync(documents)),
            ("the same revisions written in bulk", () => WriteAsync(documents)));
    }

    private static async Task<double> SettleAsync(int documents)
    {
        using var folder = new TemporaryFolder();
        await using var store = await ConflictStore.OpenAsync(folder.Path);
        await store.DivideAsync(documents);
        var watch = Stopwatch.StartNew();
        var report = await store.Mediator.Send(new NormaliseDocuments());
        var seconds = watch.Elapsed.TotalSeconds;
        return report.Merged == documents ? seconds : throw new InvalidOperationException($"{report.Merged} of {documents} conflicts were settled.");
    }

    /// <summary>What Storage alone does with them: the merges and parks of one store grafted into another that lacks them.</summary>
    private static async Task<double> WriteAsync(int documents)
    {
        using var folder = new TemporaryFolder();
        var (ours, copy) = (Path.Combine(folder.Path, "settled"), Path.Combine(folder.Path, "open"));
        await using (var open = await ConflictStore.OpenAsync(ours))
        {
            await open.DivideAsync(documents);
        }

        CopyFolder(ours, copy);
        ImmutableArray<ImmutableArray<Graft>> batches;
        await using (var settled = await ConflictStore.OpenAsync(ours))
        {
            await settled.Mediator.Send(new NormaliseDocuments());
            batches = [.. (await MadeAsync(settled)).Chunk(Batch).Select(chunk => chunk.ToImmutableArray())];
        }

        await using var store = await ConflictStore.OpenAsync(copy);
        var watch = Stopwatch.StartNew();
        foreach (var batch in batches)
        {
            await store.Mediator.Send(new GraftRevisions(DatabaseName.Vault, [.. batch]));
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<List<Graft>> MadeAsync(ConflictStore settled)
    {
        var made = new List<Graft>();
        for (var since = LocalSequence.Start; ;)
        {
            var changes = await settled.Mediator.Send(new ReadChanges(DatabaseName.Vault, since, 500));
            if (changes.Rows.IsEmpty)
            {
                return made;
            }

            var remoteIds = changes.Rows.ToDictionary(row => row.Id, row => row.RemoteId!);
            var leaves = await settled.Mediator.Send(new ReadRevisions(DatabaseName.Vault, [.. changes.Rows.Select(row => new WantedRevision(row.Id, null))], 2));
            made.AddRange(leaves.OrderBy(leaf => leaf.Id).ThenBy(leaf => !leaf.IsTombstone).Select(leaf => new Graft(leaf.Id, remoteIds[leaf.Id], leaf.Path, leaf.IsTombstone, leaf.Body!, []) { AuthenticatedParent = leaf.Path.Parent }));
            since = changes.LastSequence;
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
