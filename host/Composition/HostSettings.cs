using System.Collections.Immutable;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Composition;

/// <summary>Where everything is: decided once, at the start, from the command line and the environment.</summary>
/// <param name="DataDirectory">Holds the store; made when it is not there.</param>
/// <param name="ModulesDirectory">One folder below it for each module.</param>
/// <param name="ModuleSettings">By <c>role.name</c>.</param>
internal sealed record HostSettings(string DataDirectory, string ModulesDirectory, ImmutableDictionary<string, string> ModuleSettings)
{
    public static string DefaultDataDirectory =>
        Environment.GetEnvironmentVariable("AURIX_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "aurix");

    public static string DefaultModulesDirectory =>
        Environment.GetEnvironmentVariable("AURIX_MODULES") is { Length: > 0 } modules ? modules : Path.Combine(AppContext.BaseDirectory, "modules");

    /// <summary>What the host itself keeps below the data folder: copies of strategies, which of them were set aside, the way to a running daemon.</summary>
    public string HostFolder => Path.Combine(DataDirectory, Hosting.Roles.Host);

    /// <summary>Reads <c>role.name=value</c>.</summary>
    /// <exception cref="UsageException"><c>BadSetting</c>.</exception>
    public static ImmutableDictionary<string, string> ParseModuleSettings(IEnumerable<string> texts) =>
        texts.Select(ParseModuleSetting)
            .GroupBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(same => same.Count() == 1 ? same.First() : throw new UsageException("BadSetting", $"'{same.Key}' is set twice.", "Give each setting once."))
            .ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The settings of one role, without the prefix.</summary>
    public IReadOnlyDictionary<string, string> For(string role) => ModuleSettings
        .Where(pair => pair.Key.StartsWith(role + ".", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[(role.Length + 1)..], pair => pair.Value, StringComparer.Ordinal);

    private static KeyValuePair<string, string> ParseModuleSetting(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot + 1 < equals
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new UsageException("BadSetting", $"'{text}' is no setting.", "Write it as role.name=value, for example gateway.cors=http://localhost:5173.");
    }
}
