using System.CommandLine;
using System.Text.RegularExpressions;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>Makes what a reader is told to type be about the server that the trouble is with. Modules name commands as they are with one server.</summary>
internal static partial class RemoteHint
{
    /// <summary>The same text, with <c>--remote</c> in every command that takes it.</summary>
    /// <param name="text">For people; commands stand in it as <c>'aurix …'</c>.</param>
    /// <param name="remote">Which server.</param>
    public static string Aim(string text, RemoteName remote)
    {
        if (remote.IsMain || !Typed().IsMatch(text))
        {
            return text;
        }

        var root = CommandLine.Build();
        return Typed().Replace(text, typed => TakesRemote(root, typed.Groups["words"].Value.Split(' ')) ? $"'{typed.Groups["line"].Value} --remote {remote}'" : typed.Value);
    }

    private static bool TakesRemote(Command root, string[] words)
    {
        var command = root;
        foreach (var word in words)
        {
            command = command.Subcommands.FirstOrDefault(child => child.Name == word) ?? command;
        }

        return command.Options.Any(option => option.Name == RemoteInput.Name) && !words.Contains(RemoteInput.Name);
    }

    [GeneratedRegex("'(?<line>aurix (?<words>[^']+))'", RegexOptions.CultureInvariant)]
    private static partial Regex Typed();
}
