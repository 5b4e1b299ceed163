using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Configuration;

/// <summary>What the host logs about its configuration. Event ids 130–139 of the host's 100–199.</summary>
internal static partial class ConfigurationLog
{
    [LoggerMessage(130, LogLevel.Information, "Configuration applied: {Change}")]
    public static partial void Applied(ILogger logger, string change);

    [LoggerMessage(131, LogLevel.Warning, "Takes effect at the next start: {Keys}")]
    public static partial void Later(ILogger logger, string keys);

    [LoggerMessage(132, LogLevel.Error, "The new configuration was not applied, and the one before holds: {Problem}")]
    public static partial void Refused(ILogger logger, string problem);

    [LoggerMessage(133, LogLevel.Warning, "The job {Job} never runs: '{Timing}' has no time left to come")]
    public static partial void NeverRuns(ILogger logger, string job, string timing);

    [LoggerMessage(134, LogLevel.Warning, "Not applied: {Failure}")]
    public static partial void Failed(ILogger logger, string failure);
}
