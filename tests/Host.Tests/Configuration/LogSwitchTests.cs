using Aurix.Platform.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Tests.Configuration;

public sealed class LogSwitchTests
{
    [Fact]
    public void A_logger_that_is_in_use_logs_at_the_level_that_was_set_last()
    {
        var levels = new LogSwitch();
        using var lines = new Lines();
        using var logging = LoggerFactory.Create(builder => levels.Rule(builder, LogLevel.Warning).AddProvider(lines));
        var logger = logging.CreateLogger("any");

        logger.Log(LogLevel.Information, "one");
        levels.Set(LogLevel.Debug);
        logger.Log(LogLevel.Debug, "two");
        levels.Set(LogLevel.None);
        logger.Log(LogLevel.Critical, "three");

        Assert.Equal(["two"], lines.Written);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
