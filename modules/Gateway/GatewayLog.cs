using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Gateway;

/// <summary>Every log line of the module. A path is logged as its shape, never with a name in it.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(5000, LogLevel.Information, "Listening on {Address}.")]
    public static partial void Opened(ILogger logger, Uri address);

    [LoggerMessage(5001, LogLevel.Information, "No longer listening.")]
    public static partial void Closed(ILogger logger);

    [LoggerMessage(5002, LogLevel.Debug, "{Method} {Shape} {Status} in {Milliseconds} ms")]
    public static partial void Answered(ILogger logger, string method, string shape, int status, long milliseconds);

    [LoggerMessage(5003, LogLevel.Debug, "{Method} {Shape} was given up by the client after {Milliseconds} ms")]
    public static partial void ClientLeft(ILogger logger, string method, string shape, long milliseconds);

    // The type and not the text: an unexpected exception may quote a document.
    [LoggerMessage(5010, LogLevel.Error, "{Method} {Shape} failed: {Kind} in {Where}")]
    public static partial void Failed(ILogger logger, string method, string shape, string kind, string where);

    [LoggerMessage(5011, LogLevel.Warning, "{Method} {Shape} was refused by another module: {Code}")]
    public static partial void Refused(ILogger logger, string method, string shape, string code);

    [LoggerMessage(5020, LogLevel.Warning, "An account was locked for a while after {Failures} failed logins from one address.")]
    public static partial void LockedOut(ILogger logger, int failures);

    [LoggerMessage(5021, LogLevel.Information, "An account was set.")]
    public static partial void AccountSet(ILogger logger);

    [LoggerMessage(5022, LogLevel.Information, "A database was granted to an account.")]
    public static partial void Granted(ILogger logger);

    [LoggerMessage(5023, LogLevel.Information, "An app was given a token.")]
    public static partial void AppCreated(ILogger logger);

    [LoggerMessage(5024, LogLevel.Information, "The token of an app was ended.")]
    public static partial void AppRevoked(ILogger logger);

    [LoggerMessage(5030, LogLevel.Warning, "An edit of a local PouchDB could not be taken into the vault and stays in the mirror: {Why}")]
    public static partial void NotTaken(ILogger logger, string why);

    [LoggerMessage(5031, LogLevel.Warning, "The mirror waits, and is tried again: {Code}")]
    public static partial void MirrorWaits(ILogger logger, string code);
}
