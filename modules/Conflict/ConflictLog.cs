using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Conflict;

/// <summary>Every log line of the module. Ids of documents, never content.</summary>
internal static partial class ConflictLog
{
    [LoggerMessage(5001, LogLevel.Warning, "How long conflicts have waited could not be read; they wait anew.")]
    public static partial void PatienceLost(ILogger log, Exception wrong);

    [LoggerMessage(5002, LogLevel.Warning, "How long conflicts have waited could not be written down; after a restart they wait anew.")]
    public static partial void PatienceNotKept(ILogger log, Exception wrong);

    [LoggerMessage(5003, LogLevel.Warning, "The conflict of a document could not be settled and stays open: {Reason}")]
    public static partial void NotSettled(ILogger log, string reason);
}
