using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Aurix.Platform.Host.Configuration;

/// <summary>The level that the process logs at, changed while it runs.</summary>
/// <remarks>Through the options of logging itself, which then works out anew what each logger writes: a filter would be asked at every line.</remarks>
internal sealed class LogSwitch : IOptionsChangeTokenSource<LoggerFilterOptions>, IConfigureOptions<LoggerFilterOptions>
{
    private ConfigurationReloadToken _changed = new();
    private volatile LogLevel _level = LogLevel.Warning;

    public LogLevel Level => _level;

    /// <summary>Makes this the switch of a process's logging.</summary>
    public ILoggingBuilder Rule(ILoggingBuilder logging, LogLevel level)
    {
        _level = level;
        logging.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(this);
        logging.Services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(this);
        return logging;
    }

    public string Name => Options.DefaultName;

    public void Set(LogLevel level)
    {
        _level = level;
        Interlocked.Exchange(ref _changed, new()).OnReload();
    }

    public void Configure(LoggerFilterOptions options) => options.MinLevel = _level;

    public IChangeToken GetChangeToken() => Volatile.Read(ref _changed);
}
