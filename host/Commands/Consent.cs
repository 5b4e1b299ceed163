using System.CommandLine;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Commands;

/// <summary>A question that only a person, or a script that was told to, may say yes to.</summary>
internal static class Consent
{
    public static Option<bool> Option(string what) => new("--yes") { Description = $"Say yes beforehand: {what}. Needed without a terminal, and with --json." };

    /// <summary>Refuses before anything is done when nobody could be asked later.</summary>
    /// <exception cref="UsageException"><c>ConsentMissing</c>.</exception>
    public static void DemandSomebody(ParseResult parsed, Option<bool> yes)
    {
        if (!parsed.GetValue(yes) && (Console.IsInputRedirected || parsed.GetValue(GlobalOptions.Json)))
        {
            throw new UsageException("ConsentMissing", "This asks its owner a question, and there is no terminal to ask on. Nothing was done.", "Run it in a terminal without --json, or say yes beforehand with --yes.");
        }
    }

    /// <summary>Asks on the terminal. Anything but a yes is a no.</summary>
    public static bool Ask(string question)
    {
        Console.Error.Write(question + " [y/N] ");
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
