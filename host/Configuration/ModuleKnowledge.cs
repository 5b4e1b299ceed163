using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Configuration;

/// <summary>What a module says of itself as data, without having been given any settings.</summary>
/// <param name="Role">The role it serves.</param>
/// <param name="Settings">The settings it knows; empty when it takes anything.</param>
/// <param name="Jobs">What it wants done, by name, and how often when nobody says otherwise.</param>
internal sealed record ModuleKnowledge(string Role, ImmutableArray<SettingSpec> Settings, ImmutableSortedDictionary<string, TimeSpan> Jobs)
{
    /// <summary>Reads it from what the module registered.</summary>
    public static ModuleKnowledge From(string role, IServiceCollection services) => new(
        role,
        [.. services.Select(service => service.ServiceType == typeof(SettingSpec) ? service.ImplementationInstance as SettingSpec : null).OfType<SettingSpec>()],
        services.Select(service => service.ServiceType == typeof(JobSpec) ? service.ImplementationInstance as JobSpec : null).OfType<JobSpec>()
            .ToImmutableSortedDictionary(job => job.Name, job => job.Interval, StringComparer.Ordinal));
}
