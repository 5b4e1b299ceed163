using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Configuration;

/// <summary>What a module says of itself as data, without having been given any settings.</summary>
/// <param name="Section">Where its settings stand: the role that it serves, or an extension's own.</param>
/// <param name="Settings">The settings it knows; empty when it takes anything.</param>
/// <param name="Jobs">What it wants done, by name, and how often when nobody says otherwise.</param>
internal sealed record ModuleKnowledge(string Section, ImmutableArray<SettingSpec> Settings, ImmutableSortedDictionary<string, TimeSpan> Jobs)
{
    /// <summary>Reads it from what the module registered.</summary>
    public static ModuleKnowledge From(string section, IServiceCollection services) => new(
        section,
        [.. services.Select(service => service.ServiceType == typeof(SettingSpec) ? service.ImplementationInstance as SettingSpec : null).OfType<SettingSpec>()],
        services.Select(service => service.ServiceType == typeof(JobSpec) ? service.ImplementationInstance as JobSpec : null).OfType<JobSpec>()
            .ToImmutableSortedDictionary(job => job.Name, job => job.Interval, StringComparer.Ordinal));
}
