using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Configuration;

/// <summary>A data folder with a configuration file, an environment and a command line of the test's own, and the modules that the build laid out.</summary>
internal sealed class ConfiguredDevice : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-configuration-").FullName;

    public string Data => Path.Combine(_folder, "data");

    public string File => Path.Combine(Data, "aurix.json");

    public Dictionary<string, string> Environment { get; } = [];

    public List<string> Sets { get; } = [];

    /// <summary><c>--modules</c>; null for none.</summary>
    public string? OnlyFolder { get; set; } = Repository.BuiltModules;

    /// <summary><c>--config</c>.</summary>
    public string? Named { get; set; }

    public void Write(string json)
    {
        Directory.CreateDirectory(Data);
        System.IO.File.WriteAllText(File, json);
    }

    public string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    public HostSettings Read() => ConfigurationReader.Read(new(Named, Data, OnlyFolder, [.. Sets], false, Environment.ToImmutableSortedDictionary(StringComparer.Ordinal)));

    public HostBuilder Host() => new(Read(), NullLoggerFactory.Instance, TimeProvider.System);

    /// <summary>Everything that is wrong, without starting.</summary>
    public async Task<IEnumerable<string>> ProblemsAsync() => (await Host().SurveyAsync()).Problems.Select(problem => problem.ToString());

    public async Task<IReadOnlyCollection<ShownSetting>> ShowAsync()
    {
        var settings = Read();
        return ConfigurationView.Of(settings, (await new HostBuilder(settings, NullLoggerFactory.Instance, TimeProvider.System).SurveyAsync()).Known.Values);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
