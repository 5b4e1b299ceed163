using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Configuration;

/// <summary>One mistake in the configuration.</summary>
/// <param name="Where">The file with the JSON path, the environment's name, or the option.</param>
/// <param name="What">What is wrong there, as a sentence.</param>
/// <param name="Right">What would be right, as a sentence.</param>
internal sealed record ConfigurationProblem(string Where, string What, string Right)
{
    public override string ToString() => $"{Where}: {What} {Right}";

    /// <summary>All of them in one message: who corrects one mistake after the other starts the program once for each.</summary>
    public static UsageException Refusal(IReadOnlyCollection<ConfigurationProblem> problems) => new(
        "ConfigurationInvalid",
        problems.Count == 1
            ? $"The configuration has a mistake. {problems.First()}"
            : $"The configuration has {problems.Count} mistakes.\n{string.Join("\n", problems.Select(problem => "  " + problem))}",
        "Nothing was started or changed. Correct it; 'aurix config check' tells whether it is right.");
}
