using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Configuration;

/// <summary>A module does not take its settings although each by itself is as it said, or a module that was chosen is not there.</summary>
internal sealed class SettingsRefusedException(ConfigurationProblem problem)
    : AurixException("ConfigurationInvalid", $"{problem.Where}: {problem.What}", problem.Right)
{
    public ConfigurationProblem Problem => problem;
}
