using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Changes the settings of a host that runs: limits and log level by themselves, a module's settings by taking the module anew with them.</summary>
/// <remarks>All of it is checked before any of it is applied: whatever is wrong changes nothing.</remarks>
internal sealed class LiveConfiguration(LiveSettings live, ModuleComposer composer, SlotTable slots)
{
    private readonly HostSettings _start = live.Current;

    public HostSettings Current => live.Current;

    /// <summary>The settings of a role as its module is given them.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string role) => live.Current.For(role, live.Known[role].Settings);

    /// <summary>What the modules want done, and what else of extensions was scheduled.</summary>
    public IEnumerable<JobSpec> WithConfigured(IReadOnlyCollection<JobSpec> own) => own.Concat(
        live.Current.Layers.Below(ConfigurationKeys.Schedules, [.. own.Select(job => job.Name)]).Keys
            .Except(own.Select(job => job.Name))
            .SelectMany(name => slots.Extensions.Keys.Where(id => name.StartsWith(id + ".", StringComparison.Ordinal)).Take(1).Select(id => new JobSpec(name, Timeout.InfiniteTimeSpan, new RunExtensionJob(id, name[(id.Length + 1)..])))));

    /// <summary>When each of these jobs runs.</summary>
    public ImmutableSortedDictionary<string, Timing> Timings(IEnumerable<JobSpec> jobs)
    {
        var all = jobs.ToDictionary(job => job.Name, StringComparer.Ordinal);
        var said = live.Current.Layers.Below(ConfigurationKeys.Schedules, all.Keys);
        return all.Values.ToImmutableSortedDictionary(
            job => job.Name,
            job => said.TryGetValue(job.Name, out var entry) && Timing.TryParse(entry.Value, out var timing) ? timing : Timing.ByItself(job.Interval),
            StringComparer.Ordinal);
    }

    /// <exception cref="UsageException"><c>ConfigurationInvalid</c>: nothing was changed.</exception>
    public async Task<ConfigurationChange> ApplyAsync(HostSettings read, IMediator mediator, CancellationToken cancellationToken)
    {
        // What is fixed for the life of the process stays as it was at the start, whatever the file says now.
        var next = read with { DataDirectory = _start.DataDirectory, ModulesDirectory = _start.ModulesDirectory, ModuleFolders = _start.ModuleFolders, Log = _start.Log };
        var changed = live.Known.Values.Where(module => HasNewSettings(module, next)).ToList();
        await RefuseWrongAsync(next, changed);

        var applied = ImmutableArray.CreateBuilder<string>();
        var failed = ImmutableArray.CreateBuilder<string>();
        applied.AddRange(Differences(live.Current, next));
        live.Replace(next);
        next.Log.Set(next.LogLevel);
        foreach (var module in changed)
        {
            await TakeAnewAsync(module.Section, mediator, applied, failed, cancellationToken);
        }

        return new(applied.ToImmutable(), [.. Later(read)], failed.ToImmutable());
    }

    private bool HasNewSettings(ModuleKnowledge module, HostSettings next)
    {
        if (slots.FindSection(module.Section) is not { } slot)
        {
            return false; // an extension that does not serve now gets them when it does
        }

        var given = slot.Current.Services.GetRequiredService<IModuleContext>().Settings;
        var wanted = next.For(module.Section, module.Settings);
        return given.Count != wanted.Count || wanted.Any(pair => !given.TryGetValue(pair.Key, out var value) || value != pair.Value);
    }

    private async Task RefuseWrongAsync(HostSettings next, List<ModuleKnowledge> changed)
    {
        var problems = ConfigurationCheck.Problems(next.Layers, live.Known.Values, live.Extensions).ToList();
        foreach (var section in changed.Select(module => module.Section))
        {
            var served = slots.FindSection(section)!.Current.Loaded.Staged;
            try
            {
                await composer.Compose(served, served.Manifest.Role, next).DisposeAsync(); // its own word on them, before anything is changed
            }
            catch (SettingsRefusedException refused)
            {
                problems.Add(refused.Problem);
            }
        }

        if (problems.Count > 0)
        {
            throw ConfigurationProblem.Refusal(problems);
        }
    }

    private async Task TakeAnewAsync(string section, IMediator mediator, ImmutableArray<string>.Builder applied, ImmutableArray<string>.Builder failed, CancellationToken cancellationToken)
    {
        try
        {
            var reloaded = await mediator.Send(new ReloadModule(slots.FindSection(section)!.Current.Loaded.Manifest.Id), cancellationToken);
            applied.Add($"settings of {section}: {reloaded.Module} was taken anew with them");
        }
        catch (ModuleException failure)
        {
            failed.Add($"settings of {section}: {failure.Message} {failure.NextStep}");
        }
    }

    private static IEnumerable<string> Differences(HostSettings before, HostSettings after)
    {
        if (before.MessageLimit != after.MessageLimit)
        {
            yield return $"{ConfigurationKeys.MessageSeconds}: {before.MessageLimit.TotalSeconds:0} to {after.MessageLimit.TotalSeconds:0}";
        }

        if (before.DrainLimit != after.DrainLimit)
        {
            yield return $"{ConfigurationKeys.DrainSeconds}: {before.DrainLimit.TotalSeconds:0} to {after.DrainLimit.TotalSeconds:0}";
        }

        if (before.LogLevel != after.LogLevel)
        {
            yield return $"{ConfigurationKeys.Level}: {before.LogLevel.ToString().ToLowerInvariant()} to {after.LogLevel.ToString().ToLowerInvariant()}";
        }
    }

    private IEnumerable<string> Later(HostSettings read)
    {
        if (read.DataDirectory != _start.DataDirectory)
        {
            yield return ConfigurationKeys.Data;
        }

        if (!read.ModuleFolders.SequenceEqual(_start.ModuleFolders))
        {
            yield return ConfigurationKeys.Folders;
        }

        if (!read.SkippedModules.SetEquals(_start.SkippedModules))
        {
            yield return ConfigurationKeys.Skip;
        }

        foreach (var role in ConfigurationKeys.Roles.Where(role => read.ChosenFor(role)?.Value != _start.ChosenFor(role)?.Value))
        {
            yield return ConfigurationKeys.Use + role;
        }

        if (read.LogsAsJson != _start.LogsAsJson)
        {
            yield return ConfigurationKeys.LogAsJson;
        }
    }
}
