using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host;

/// <summary>Every log line of the host. Event ids 100–199.</summary>
internal static partial class HostLog
{
    [LoggerMessage(100, LogLevel.Debug, "{Request} answered in {Milliseconds:0.0} ms")]
    public static partial void Answered(ILogger logger, string request, double milliseconds);

    [LoggerMessage(101, LogLevel.Debug, "{Request} failed after {Milliseconds:0.0} ms with {Failure}")]
    public static partial void Failed(ILogger logger, string request, double milliseconds, string failure);

    [LoggerMessage(102, LogLevel.Warning, "The module {Module} failed at {Notification} with {Failure}; it will catch up from the store")]
    public static partial void BellFailed(ILogger logger, string module, string notification, string failure);

    [LoggerMessage(103, LogLevel.Information, "Module set aside: {Problem}")]
    public static partial void SetAside(ILogger logger, string problem);

    [LoggerMessage(104, LogLevel.Information, "Job {Job}: {Summary}")]
    public static partial void JobDone(ILogger logger, string job, string summary);

    [LoggerMessage(105, LogLevel.Warning, "Job {Job} failed: {Summary}")]
    public static partial void JobFailed(ILogger logger, string job, string summary);

    [LoggerMessage(106, LogLevel.Warning, "While stopping: {Problem}")]
    public static partial void StopFailed(ILogger logger, string problem);

    [LoggerMessage(107, LogLevel.Error, "The strategy {Strategy} broke its contract, and its result was discarded: {Breach}")]
    public static partial void StrategyBroke(ILogger logger, string strategy, string breach);

    [LoggerMessage(108, LogLevel.Warning, "The strategy {Strategy} broke its contract and was set aside: {Breach}")]
    public static partial void StrategySetAside(ILogger logger, string strategy, string breach);

    [LoggerMessage(109, LogLevel.Warning, "That {Strategy} was set aside could not be written down: {Problem}")]
    public static partial void NotKept(ILogger logger, string strategy, string problem);

    [LoggerMessage(110, LogLevel.Information, "Strategy {Strategy} reloaded, version {Before} to {After}; the old copy is gone: {Unloaded}")]
    public static partial void Reloaded(ILogger logger, string strategy, int? before, int after, bool unloaded);

    [LoggerMessage(111, LogLevel.Warning, "Other aurix commands cannot speak to this process: {Problem}")]
    public static partial void NoControl(ILogger logger, string problem);

    [LoggerMessage(112, LogLevel.Warning, "A question of another aurix command failed with {Failure}")]
    public static partial void ControlFailed(ILogger logger, string failure);

    [LoggerMessage(113, LogLevel.Information, "Module {Module} swapped, version {Before} to {After}, with a pause of {Pause:0.0} ms; the old copy is gone")]
    public static partial void Swapped(ILogger logger, string module, string before, string after, double pause);

    [LoggerMessage(114, LogLevel.Warning, "Module {Module} was swapped, and its old copy is still in memory: {Held}")]
    public static partial void OldCopyStays(ILogger logger, string module, string held);

    [LoggerMessage(115, LogLevel.Error, "The module for {Role} failed {Failures} times in a row and is given a rest; at last: {Failure}")]
    public static partial void CircuitOpened(ILogger logger, string role, int failures, string failure);

    [LoggerMessage(116, LogLevel.Warning, "The copy of {Module} that served before is in service again")]
    public static partial void BroughtBack(ILogger logger, string module);

    [LoggerMessage(117, LogLevel.Error, "What is in the folder of {Module} cannot serve, and the copy that last started well does in its place: {Problem}")]
    public static partial void StandsIn(ILogger logger, string module, string problem);

    [LoggerMessage(118, LogLevel.Information, "{Module} was set aside, was tried again and serves now")]
    public static partial void Joined(ILogger logger, string module);

    [LoggerMessage(119, LogLevel.Warning, "{Module} is set aside, and try {Tries} failed too: {Problem}")]
    public static partial void TriedAgain(ILogger logger, string module, int tries, string problem);

    [LoggerMessage(120, LogLevel.Warning, "What ran is not in the history, job {Job}: {Problem}")]
    public static partial void RunNotNoted(ILogger logger, string job, string problem);

    [LoggerMessage(121, LogLevel.Information, "Another process runs the schedules of this data folder; this one takes over when it ends")]
    public static partial void AnotherSchedules(ILogger logger);

    [LoggerMessage(122, LogLevel.Warning, "Schedules could not be taken up, and will be tried again: {Problem}")]
    public static partial void SchedulesFailed(ILogger logger, string problem);

    [LoggerMessage(130, LogLevel.Warning, "Following the server was interrupted and begins again: {Problem}")]
    public static partial void FollowingFailed(ILogger logger, string problem);
}
