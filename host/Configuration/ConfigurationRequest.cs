using System.Collections;
using System.Collections.Immutable;

namespace Aurix.Platform.Host.Configuration;

/// <summary>What a process was started with: where its configuration comes from, now and whenever it is read again.</summary>
/// <param name="Config"><c>--config</c>.</param>
/// <param name="Data"><c>--data</c>.</param>
/// <param name="Modules"><c>--modules</c>.</param>
/// <param name="Sets">Each <c>--set</c>.</param>
/// <param name="IsVerbose"><c>--verbose</c>.</param>
/// <param name="Environment">The variables whose names begin with <c>AURIX_</c>.</param>
internal sealed record ConfigurationRequest(
    string? Config,
    string? Data,
    string? Modules,
    ImmutableArray<string> Sets,
    bool IsVerbose,
    ImmutableSortedDictionary<string, string> Environment)
{
    public const string Prefix = "AURIX_";

    /// <summary>Nothing was said by anybody.</summary>
    public static ConfigurationRequest Nothing { get; } = new(null, null, null, [], false, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>What this process has in its environment.</summary>
    public static ImmutableSortedDictionary<string, string> OwnEnvironment() => System.Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(variable => ((string)variable.Key).StartsWith(Prefix, StringComparison.Ordinal))
        .ToImmutableSortedDictionary(variable => (string)variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal);

    /// <summary>A variable that is there and not empty.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
