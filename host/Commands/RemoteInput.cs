using System.CommandLine;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>Which of several servers a command is about.</summary>
internal static class RemoteInput
{
    public const string Name = "--remote";

    private static readonly Option<string?> Option = new(Name)
    {
        Description = "Which server, by the name that you gave it with 'aurix sync enable --remote'. Default: main.",
        HelpName = "NAME",
    };

    /// <summary>The same command, about one of several servers.</summary>
    public static Command ForRemotes(this Command command)
    {
        command.Options.Add(Option);
        return command;
    }

    /// <summary>The one that is named, or main.</summary>
    /// <exception cref="UsageException"><c>BadUsage</c>.</exception>
    public static RemoteName Of(ParseResult parsed) => OrNull(parsed) ?? RemoteName.Main;

    /// <summary>The one that is named; null for none.</summary>
    /// <exception cref="UsageException"><c>BadUsage</c>.</exception>
    public static RemoteName? OrNull(ParseResult parsed) => parsed.GetValue(Option) is { } name ? Read(name) : null;

    /// <summary>The one that is named; main for none, and for what cannot be a name.</summary>
    public static RemoteName OrMain(ParseResult parsed) => parsed.GetValue(Option) is { } name && RemoteName.IsValid(name) ? new(name) : RemoteName.Main;

    /// <exception cref="UsageException"><c>BadUsage</c>.</exception>
    public static RemoteName Read(string name) => RemoteName.IsValid(name)
        ? new RemoteName(name)
        : throw new UsageException("BadUsage", $"'{name}' cannot be the name of a server.", "Take a-z, 0-9 and '-', at most 32.");
}
