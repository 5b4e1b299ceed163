using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Operations;

/// <summary>What the host says about its own running. Event ids 150–169.</summary>
internal static partial class OperationsLog
{
    [LoggerMessage(150, LogLevel.Information, "Started. {Report}")]
    public static partial void Started(ILogger logger, string report);

    [LoggerMessage(151, LogLevel.Information, "Metrics and traces go to {Endpoint}")]
    public static partial void Exporting(ILogger logger, string endpoint);

    [LoggerMessage(152, LogLevel.Information, "Operations are told on {Address}")]
    public static partial void Listening(ILogger logger, Uri address);

    [LoggerMessage(153, LogLevel.Information, "Asked to stop: nothing new is taken, what is under way ends")]
    public static partial void Stopping(ILogger logger);
}
