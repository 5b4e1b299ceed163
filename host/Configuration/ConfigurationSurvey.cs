using System.Collections.Immutable;

namespace Aurix.Platform.Host.Configuration;

/// <summary>What the modules know and what is wrong, found out without starting any of them.</summary>
internal sealed record ConfigurationSurvey(LiveSettings Settings, ConfigurationAudit Audit)
{
    public IReadOnlyList<ConfigurationProblem> Problems => Audit.Problems;

    /// <summary>By role.</summary>
    public ImmutableSortedDictionary<string, ModuleKnowledge> Known => Settings.Known;
}
