using System.Globalization;
using ScottPlot;

namespace Aurix.Platform.Bench.Storage;

/// <summary>What opening, writing, listing and following cost as a store grows to a million documents of 1 KB.</summary>
internal static class StorageScale
{
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    /// <param name="arguments">The largest size, one million without.</param>
    public static async Task RunAsync(string[] arguments)
    {
        var largest = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : Sizes[^1];
        using var folder = new TemporaryFolder();
        using var empty = new TemporaryFolder();
        var rows = new List<Row>();
        var written = 0;
        foreach (var size in Sizes.Where(size => size + ScaleWork.Written < largest).Append(largest))
        {
            var fill = await RunAsync("fill", folder.Path, written, size);
            var write = await RunAsync("write", folder.Path, size);
            written = size + ScaleWork.Written;
            var (opened, nothing) = await OpenAsync(folder.Path, empty.Path);
            var row = new Row(size, opened, nothing, write["single"], write["bulk"], fill, await RunAsync("list", folder.Path), await RunAsync("follow", folder.Path));
            rows.Add(row);
            Console.Error.WriteLine(row);
        }

        Print(rows);
        Plot(rows, Path.Combine(Processes.Root, "bench", "results", "storage-scale.svg"));
    }

    // In turn, so that whatever else the machine does hits both alike.
    private static async Task<(double Full, double Empty)> OpenAsync(string folder, string empty)
    {
        var full = new List<double>();
        var nothing = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            full.Add((await RunAsync("open", folder))["milliseconds"]);
            nothing.Add((await RunAsync("open", empty))["milliseconds"]);
        }

        return (full.Order().ElementAt(2), nothing.Order().ElementAt(2));
    }

    private static Task<Dictionary<string, double>> RunAsync(string what, string folder, params int[] numbers) =>
        ChildProcess.RunAsync([what, folder, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]);

    private static void Print(List<Row> rows)
    {
        Console.WriteLine();
        Console.WriteLine("| documents | opening, ms (empty store) | one durable write, µs | in bulk, µs a document | filling, documents/s | listing, rows/s | following, rows/s |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Size} | {row.Opening:0.0} ({row.OpeningEmpty:0.0}, {row.Opening / row.OpeningEmpty:0.00}×) | {row.Single:0} | {row.Bulk:0} | {row.FillRate:0} | {Rate(row.List):0} | {Rate(row.Follow):0} |"));
        }

        Console.WriteLine();
        Console.WriteLine("| documents | memory before, MiB | highest while filling | while listing | while following |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Size} | {row.List["idle"]:0} | {row.Fill["peak"]:0} | {row.List["peak"]:0} | {row.Follow["peak"]:0} |"));
        }
    }

    private static double Rate(Dictionary<string, double> work) => work["rows"] / work["seconds"];

    private static void Plot(List<Row> rows, string path)
    {
        var plot = new Plot();
        var sizes = rows.Select(row => Math.Log10(row.Size)).ToArray();
        plot.Add.Scatter(sizes, rows.Select(row => row.Single).ToArray()).LegendText = "one durable write";
        plot.Add.Scatter(sizes, rows.Select(row => row.Bulk).ToArray()).LegendText = "a document in bulk of 500";
        plot.Title("What a write costs as the store grows");
        plot.XLabel("documents of 1 KB in the store");
        plot.YLabel("microseconds");
        plot.Axes.Bottom.SetTicks(sizes, [.. rows.Select(row => row.Size.ToString("#,0", CultureInfo.InvariantCulture))]);
        plot.Axes.SetLimitsY(0, rows.Max(row => Math.Max(row.Single, row.Bulk)) * 1.2);
        plot.ShowLegend(Alignment.UpperLeft);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        plot.SaveSvg(path, 720, 400);
    }

    private sealed record Row(
        int Size,
        double Opening,
        double OpeningEmpty,
        double Single,
        double Bulk,
        Dictionary<string, double> Fill,
        Dictionary<string, double> List,
        Dictionary<string, double> Follow)
    {
        public double FillRate => Fill["documents"] / Fill["seconds"];

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size} documents done");
    }
}
