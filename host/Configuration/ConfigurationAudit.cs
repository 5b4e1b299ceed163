using System.Runtime.ExceptionServices;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Gathers every mistake while a host is composed, and tells them all before anything starts.</summary>
internal sealed class ConfigurationAudit(LiveSettings live)
{
    private readonly List<ConfigurationProblem> _refusals = [];
    private ExceptionDispatchInfo? _first;

    /// <summary>Everything that is wrong, as far as what could be composed can tell.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems => [.. ConfigurationCheck.Problems(live.Current.Layers, live.Known.Values, live.Extensions), .. _refusals];

    /// <summary>Does one step. If it fails the others go on, so that their mistakes are told as well.</summary>
    public T? Attempt<T>(Func<T> step)
        where T : class
    {
        try
        {
            return step();
        }
        catch (SettingsRefusedException refused)
        {
            _refusals.Add(refused.Problem);
        }
        catch (AurixException failure)
        {
            _first ??= ExceptionDispatchInfo.Capture(failure);
        }

        return null;
    }

    /// <summary>Ends it here if anything was wrong. Mistakes in the configuration come first: they may be why a step failed.</summary>
    /// <exception cref="UsageException"><c>ConfigurationInvalid</c>.</exception>
    /// <exception cref="ModuleException">The first step that failed.</exception>
    public void Insist()
    {
        if (Problems is { Count: > 0 } problems)
        {
            throw ConfigurationProblem.Refusal(problems);
        }

        _first?.Throw();
    }
}
