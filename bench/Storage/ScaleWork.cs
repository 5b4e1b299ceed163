using System.Diagnostics;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Bench.Storage;

/// <summary>The pieces of the scale benchmark, each run in a fresh process.</summary>
internal static class ScaleWork
{
    private const int Batch = 500;
    private const int Page = 1000;
    // The last ones are measured, those before compile the code. More would change the size of a small store while it is measured.
    private const int WarmSingles = 100;
    private const int Singles = 300;
    private const int WarmBulks = 2;
    private const int Bulks = 6;

    /// <summary>How many documents <see cref="WriteAsync"/> adds.</summary>
    public const int Written = WarmSingles + Singles + ((WarmBulks + Bulks) * Batch);

    /// <summary>Opens the store: modules made, files opened, the vault confirmed, one request answered. The median of several, after one that only compiled.</summary>
    public static async Task<Dictionary<string, double>> OpenAsync(string folder)
    {
        var times = new List<double>();
        for (var turn = 0; turn < 10; turn++)
        {
            var watch = Stopwatch.StartNew();
            await using var store = await OurStore.OpenAsync(folder);
            await store.SendAsync(new DescribeDatabase(DatabaseName.Vault));
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return new() { ["milliseconds"] = times[1..].Median(), ["first"] = times[0] };
    }

    /// <summary>Brings the store from one number of documents to another.</summary>
    public static async Task<Dictionary<string, double>> FillAsync(string folder, int from, int to)
    {
        await using var store = await OurStore.OpenAsync(folder);
        var idle = Memory.Now;
        var watch = Stopwatch.StartNew();
        for (var number = from; number < to; number += Batch)
        {
            await store.PutManyAsync(Samples.Documents(number, Math.Min(Batch, to - number)));
        }

        return new() { ["seconds"] = watch.Elapsed.TotalSeconds, ["documents"] = to - from, ["idle"] = idle, ["peak"] = Memory.Peak };
    }

    /// <summary>What a write costs in a store of this size: one durable write after the other, and a bulk a document.</summary>
    public static async Task<Dictionary<string, double>> WriteAsync(string folder, int from)
    {
        await using var store = await OurStore.OpenAsync(folder);
        var idle = Memory.Now;
        var samples = Samples.Documents(from, Written);
        var singles = (await SinglesAsync(store, samples[..(WarmSingles + Singles)]))[WarmSingles..];
        var bulks = (await BulksAsync(store, samples[(WarmSingles + Singles)..]))[WarmBulks..];
        return new() { ["single"] = singles.Median(), ["bulk"] = bulks.Median() / Batch, ["idle"] = idle, ["peak"] = Memory.Peak };
    }

    /// <summary>Lists every document, a page at a time.</summary>
    public static async Task<Dictionary<string, double>> ListAsync(string folder)
    {
        await using var store = await OurStore.OpenAsync(folder);
        var idle = Memory.Now;
        var watch = Stopwatch.StartNew();
        var rows = 0L;
        for (PageCursor? after = null; ;)
        {
            var page = await store.SendAsync(new ListDocuments(after, Page));
            rows += page.Documents.Length;
            if (page.Next is null)
            {
                return new() { ["seconds"] = watch.Elapsed.TotalSeconds, ["rows"] = rows, ["idle"] = idle, ["peak"] = Memory.Peak };
            }

            after = page.Next;
        }
    }

    /// <summary>Follows the change feed from its beginning.</summary>
    public static async Task<Dictionary<string, double>> FollowAsync(string folder)
    {
        await using var store = await OurStore.OpenAsync(folder);
        var idle = Memory.Now;
        var watch = Stopwatch.StartNew();
        var rows = 0L;
        for (var since = LocalSequence.Start; ;)
        {
            var batch = await store.SendAsync(new ReadChanges(DatabaseName.Vault, since, Page));
            rows += batch.Rows.Length;
            if (batch.CaughtUp)
            {
                return new() { ["seconds"] = watch.Elapsed.TotalSeconds, ["rows"] = rows, ["idle"] = idle, ["peak"] = Memory.Peak };
            }

            since = batch.LastSequence;
        }
    }

    private static async Task<List<double>> SinglesAsync(OurStore store, Sample[] samples)
    {
        var times = new List<double>();
        foreach (var sample in samples)
        {
            var watch = Stopwatch.StartNew();
            await store.PutAsync(sample);
            times.Add(watch.Elapsed.TotalMicroseconds);
        }

        return times;
    }

    private static async Task<List<double>> BulksAsync(OurStore store, Sample[] samples)
    {
        var times = new List<double>();
        foreach (var batch in samples.Chunk(Batch))
        {
            var watch = Stopwatch.StartNew();
            await store.PutManyAsync(batch);
            times.Add(watch.Elapsed.TotalMicroseconds);
        }

        return times;
    }
}
