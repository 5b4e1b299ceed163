using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Operations;

/// <summary>What started: one block, for the terminal and for the log.</summary>
internal sealed class StartReport
{
    private readonly ImmutableArray<string> _lines;

    private StartReport(ImmutableArray<string> lines, JsonObject json) => (_lines, Json) = (lines, json);

    /// <summary>For <c>--json</c>.</summary>
    public JsonObject Json { get; }

    /// <summary>Takes stock of a host that is ready, and logs it.</summary>
    public static async Task<StartReport> MakeAsync(AurixHost host, Operations operations, bool withJobs, TimeProvider time, CancellationToken cancellationToken)
    {
        var version = typeof(StartReport).Assembly.GetName().Version!.ToString(3);
        var took = time.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();
        var modules = host.Generations.All.Where(copy => copy.Strategy is null).ToImmutableArray();
        var strategies = host.Generations.All.Except(modules).ToImmutableArray();
        var jobs = host.Configuration.Timings(withJobs ? host.Jobs : []);
        var problems = host.SetAside.Select(module => module.Problem!).Concat(host.Slots.Strategies.Values.Select(strategy => strategy.SetAside?.Problem).OfType<string>()).ToImmutableArray();
        var standIns = modules.Select(copy => (copy.Loaded.Manifest.Id, Why: ListModulesHandler.StandIn(copy.Loaded.Staged))).Where(module => module.Why is not null).Select(module => $"{module.Id}. {module.Why}").ToImmutableArray();
        var sources = ConfigurationSources(host.Settings).ToImmutableArray();
        ImmutableArray<string> lines =
        [
            $"Aurix {version}",
            $"Data in {host.Settings.DataDirectory}",
            $"Configuration from {string.Join(", ", sources)}",
            .. modules.Select(copy => Line("Module", copy.Loaded.Manifest.Id, copy.Loaded.Version, copy)),
            .. strategies.Select(copy => Line("Strategy", copy.Strategy!.Info.Id, copy.Strategy.Info.Version.ToString(CultureInfo.InvariantCulture), copy)),
            .. jobs.Select(job => $"Job {job.Key}: {When(job.Value)}"),
            .. standIns.Select(problem => $"Stands in: {problem}"),
            .. problems.Select(problem => $"Set aside: {problem}"),
            .. operations.Address is { } address ? [$"Operations on {address}"] : Array.Empty<string>(),
            $"Ready after {took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms",
        ];
        OperationsLog.Started(host.Logging.CreateLogger("Aurix.Platform.Host"), string.Join("; ", lines));
        var unserved = withJobs ? await StrategyListCommand.UnservedAsync(host, cancellationToken) : []; // names types of documents: for the owner's screen, not for the log
        return new([.. lines, .. unserved], new()
        {
            ["version"] = version,
            ["data"] = host.Settings.DataDirectory,
            ["configuration"] = Texts(sources),
            ["modules"] = new JsonArray([.. modules.Select(copy => Told(copy.Loaded.Manifest.Id, copy.Loaded.Version, copy))]),
            ["strategies"] = new JsonArray([.. strategies.Select(copy => Told(copy.Strategy!.Info.Id, copy.Strategy.Info.Version.ToString(CultureInfo.InvariantCulture), copy))]),
            ["jobs"] = new JsonArray([.. jobs.Select(job => new JsonObject { ["name"] = job.Key, ["when"] = job.Value.ToString() })]),
            ["standIns"] = Texts(standIns),
            ["setAside"] = Texts(problems),
            ["operations"] = operations.Address?.ToString(),
            ["readyMilliseconds"] = Math.Round(took.TotalMilliseconds),
        });
    }

    public void Print(TextWriter writer)
    {
        foreach (var line in _lines)
        {
            writer.WriteLine(line);
        }
    }

    private static string Line(string what, string id, string version, Generation copy) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} {id} {version} {copy.Loaded.Staged.Hash[..Math.Min(12, copy.Loaded.Staged.Hash.Length)]}, loaded in {copy.Took.Load.TotalMilliseconds:0} ms, started in {copy.Took.Start.TotalMilliseconds:0} ms");

    private static JsonObject Told(string id, string version, Generation copy) => new()
    {
        ["id"] = id,
        ["version"] = version,
        ["hash"] = copy.Loaded.Staged.Hash,
        ["loadMilliseconds"] = Math.Round(copy.Took.Load.TotalMilliseconds, 1),
        ["startMilliseconds"] = Math.Round(copy.Took.Start.TotalMilliseconds, 1),
    };

    private static string When(Timing timing) => timing switch
    {
        Timing.Every every => $"every {every}",
        Timing.At at => $"at {at}",
        _ => timing.ToString()!,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    // Names of places, never what they say: a setting may hold what is nobody's business.
    private static IEnumerable<string> ConfigurationSources(HostSettings settings)
    {
        var layers = settings.Layers.Entries.Select(entry => entry.Layer).ToHashSet();
        if (layers.Contains(Layer.CommandLine))
        {
            yield return "the command line";
        }

        if (layers.Contains(Layer.Environment) || settings.Layers.Environment.Count > 0)
        {
            yield return "the environment";
        }

        if (File.Exists(settings.ConfigurationFile))
        {
            yield return settings.ConfigurationFile;
        }

        yield return "the defaults";
    }
}
