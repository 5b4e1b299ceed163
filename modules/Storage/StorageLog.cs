using Aurix.Platform.Documents;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage;

/// <summary>Every log line of the module; event ids 1000 to 1999. Addresses and outcomes, never content.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1000, LogLevel.Information, "Opened {Database} ({Kind})")]
    public static partial void Opened(ILogger log, DatabaseName database, DatabaseKind kind);

    [LoggerMessage(1001, LogLevel.Warning, "Somebody who was told about a change of {Database} failed; the change itself is durable")]
    public static partial void BellFailed(ILogger log, Exception wrong, DatabaseName database);

    [LoggerMessage(1002, LogLevel.Warning, "{Database} counts its edits under a new actor from now on: {Reason}")]
    public static partial void ActorRotated(ILogger log, DatabaseName database, string reason);

    [LoggerMessage(1003, LogLevel.Information, "Swept {Count} unfinished uploads out of {File}")]
    public static partial void UploadsSwept(ILogger log, int count, string file);

    [LoggerMessage(1004, LogLevel.Information, "Re-issued {Documents} documents and {Files} files for vault {Vault}")]
    public static partial void Reissued(ILogger log, int documents, int files, string vault);

    [LoggerMessage(1006, LogLevel.Warning, "The words of some documents of {Database} could not be taken up; the next search tries again")]
    public static partial void SearchBehind(ILogger log, Exception wrong, DatabaseName database);

    [LoggerMessage(1005, LogLevel.Warning, "The actor marker beside {Database} could not be written; the next start will choose a new actor again")]
    public static partial void MarkerNotWritten(ILogger log, Exception wrong, DatabaseName database);
}
