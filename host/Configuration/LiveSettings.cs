using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;

namespace Aurix.Platform.Host.Configuration;

/// <summary>The settings that hold now, and what the modules said they know. Who needs them asks each time.</summary>
internal sealed class LiveSettings(HostSettings start)
{
    private readonly ConcurrentDictionary<string, ModuleKnowledge> _known = new(StringComparer.Ordinal);
    private HostSettings _current = start;

    public HostSettings Current => Volatile.Read(ref _current);

    /// <summary>The extensions that were found, by id, also those that do not serve.</summary>
    public ImmutableSortedSet<string> Extensions { get; set; } = [];

    /// <summary>What each module knows, by its section: a role, or an extension's.</summary>
    public ImmutableSortedDictionary<string, ModuleKnowledge> Known => _known.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public void Replace(HostSettings next) => Volatile.Write(ref _current, next);

    /// <exception cref="Errors.UsageException"><c>ConfigurationInvalid</c>: a section's module does not know what was set there.</exception>
    public void Insist(string section)
    {
        if (ConfigurationCheck.Settings(Current.Layers, _known[section]).ToList() is { Count: > 0 } problems)
        {
            throw ConfigurationProblem.Refusal(problems);
        }
    }

    public void Learn(ModuleKnowledge knowledge) => _known[knowledge.Section] = knowledge;
}
