using System.CommandLine;
using Aurix.Platform.Host.Composition;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Operations;

/// <summary>How the log is written: a line for a person, or a JSON object a line for a program. To standard error either way.</summary>
internal static class LogFormat
{
    /// <summary>Nobody logs under this name. That it is enabled says that lines are wanted with the message and the module they belong to, which costs an allocation a message.</summary>
    private const string Scopes = "Aurix.Platform.Scopes";

    public static readonly Option<string> Option = new("--log-format")
    {
        Description = "How to log: 'text' for a person, 'json' for a program: one object a line, with the type of the message and the role it belongs to.",
        DefaultValueFactory = _ => "text",
        Recursive = true,
        HelpName = "text|json",
    };

    static LogFormat() => Option.AcceptOnlyFromAmong("text", "json");

    public static ILoggerFactory Make(HostSettings settings, ParseResult parsed) => LoggerFactory.Create(logging =>
    {
        settings.Log.Rule(logging, settings.LogLevel);
        if (settings.LogsAsJson || parsed.GetValue(Option) == "json")
        {
            logging.AddFilter(Scopes, LogLevel.Trace).AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
        else
        {
            logging.AddFilter(Scopes, LogLevel.None).AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            });
        }

        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    /// <summary>Where to open scopes; null when nobody would see them.</summary>
    public static ILogger? ScopesOf(ILoggerFactory logging) => logging.CreateLogger(Scopes) is var logger && logger.IsEnabled(LogLevel.Trace) ? logger : null;
}
