using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Bench.Storage;

/// <summary>Writing and reading documents of 1 KB: ours, raw SQLite with the same rows, PouchDB 9 on leveldb.</summary>
internal static class StorageBenchmark
{
    private const int Rounds = 5;
    private const int Callers = 8;
    private const int Batch = 500;
    private const int Singles = 4_000;
    private const int Bulk = 10_000;
    private const int Reads = 20_000;

    // Each contestant first writes so many others, so that nobody is measured while it compiles itself.
    private const int WarmUp = 1_000;

    private static readonly Sample[] Warm = Samples.Documents(1_000_000, WarmUp);
    private static readonly Sample[] All = Samples.Documents(0, Bulk);

    public static async Task RunAsync(string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var lines = Path.Combine(folder.Path, "documents.jsonl");
        await File.WriteAllLinesAsync(lines, Warm.Concat(All).Select(sample => JsonSerializer.Serialize(new { _id = sample.Id, content = JsonElement.Parse(sample.Json) })));

        await Interleaved.RunAsync("Single durable writes from 8 callers", Rounds, Singles, Contestants("single", Singles, OursSingleAsync, RawSingleAsync, lines));
        await Interleaved.RunAsync("Bulk of 500 a call", Rounds, Bulk, Contestants("bulk", Bulk, OursBulkAsync, RawBulkAsync, lines));
        await Interleaved.RunAsync(
            "Bulk of 500 a call, until every word can be found",
            Rounds,
            Bulk,
            ("Aurix", () => OursAsync(OursSearchableAsync)),
            ("raw SQLite, same rows, words in the same transaction", () => RawAsync(RawBulkAsync, indexes: true)));
        await ReadAsync(lines);
    }

    private static (string, Func<Task<double>>)[] Contestants(string what, int count, Func<OurStore, Task> ours, Func<RawStore, RawDocument[], Task> raw, string lines) =>
    [
        ("Aurix", () => OursAsync(ours)),
        ("raw SQLite, same rows and group commit", () => RawAsync(raw)),
        ("PouchDB 9, leveldb, not synced", () => PouchAsync(what, "lazy", lines, count)),
        ("PouchDB 9, leveldb, sync: true", () => PouchAsync(what, "sync", lines, count)),
    ];

    private static async Task<double> OursAsync(Func<OurStore, Task> work)
    {
        using var folder = new TemporaryFolder();
        await using var store = await OurStore.OpenAsync(folder.Path);
        await InTurnsAsync(Warm, store.PutAsync);
        return await TimeAsync(() => work(store));
    }

    private static async Task<double> RawAsync(Func<RawStore, RawDocument[], Task> work, bool indexes = false)
    {
        using var folder = new TemporaryFolder();
        var documents = All.Select(RawDocument.From).ToArray();
        await using var store = new RawStore(Path.Combine(folder.Path, "raw.db"), indexes);
        await InTurnsAsync([.. Warm.Select(RawDocument.From)], store.PutAsync);
        return await TimeAsync(() => work(store, documents));
    }

    private static Task OursSingleAsync(OurStore store) => InTurnsAsync(All[..Singles], store.PutAsync);

    private static Task RawSingleAsync(RawStore store, RawDocument[] documents) => InTurnsAsync(documents[..Singles], store.PutAsync);

    private static async Task OursBulkAsync(OurStore store)
    {
        foreach (var batch in All.Chunk(Batch))
        {
            await store.PutManyAsync(batch);
        }
    }

    private static async Task OursSearchableAsync(OurStore store)
    {
        await OursBulkAsync(store);
        await store.SendAsync(new SearchDocuments("nobodysaysthis", 1));
    }

    private static async Task RawBulkAsync(RawStore store, RawDocument[] documents)
    {
        foreach (var batch in documents.Chunk(Batch))
        {
            await store.PutManyAsync(batch);
        }
    }

    private static async Task ReadAsync(string lines)
    {
        using var folder = new TemporaryFolder();
        await using var ours = await OurStore.OpenAsync(folder.Path);
        await OursSearchableAsync(ours);
        await using (var same = new RawStore(Path.Combine(folder.Path, "raw.db"), indexes: true))
        {
            await RawBulkAsync(same, [.. All.Select(RawDocument.From)]);
            SameRows.Check(ours.DocumentsFile, same.File);
        }

        // The raw reader reads our own file.
        using var raw = new RawReader(ours.DocumentsFile);
        var random = new Random(1);
        var ids = Enumerable.Range(0, Reads).Select(_ => All[random.Next(All.Length)].Id).ToArray();
        await Interleaved.RunAsync(
            "Reads of a winner by id, one caller",
            Rounds,
            Reads,
            ("Aurix", () => TimeAsync(async () =>
            {
                foreach (var id in ids)
                {
                    await ours.GetAsync(id);
                }
            })),
            ("raw SQLite, same columns, body decoded", () => TimeAsync(() => Each(ids, id => raw.GetDecoded(id)))),
            ("raw SQLite, same columns, body as bytes", () => TimeAsync(() => Each(ids, id => raw.Get(id)))),
            ("PouchDB 9, leveldb", () => PouchAsync("read", "lazy", lines, Reads)));
    }

    private static Task Each(string[] ids, Action<string> read)
    {
        foreach (var id in ids)
        {
            read(id);
        }

        return Task.CompletedTask;
    }

    /// <summary>So many callers at once, each waiting for its answer before it goes on.</summary>
    private static Task InTurnsAsync<T>(T[] items, Func<T, Task> write)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (int place; (place = Interlocked.Increment(ref next)) < items.Length;)
            {
                await write(items[place]);
            }
        })));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    // A process of its own each time; it measures the work alone, after a warm-up like everybody's.
    private static async Task<double> PouchAsync(string what, string durability, string lines, int count)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = [what, durability, folder.Path, lines, .. new[] { WarmUp, count, Callers, Batch }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return double.Parse(await Processes.Node("Storage/pouchdb.mjs", arguments).OutputAsync(), CultureInfo.InvariantCulture);
    }
}
