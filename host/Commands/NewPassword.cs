using System.CommandLine;
using Aurix.Platform.Crypto;

namespace Aurix.Platform.Host.Commands;

/// <summary>Takes a password that is to be set, and holds it to the rule for those.</summary>
internal sealed class NewPassword(string option)
{
    private readonly Option<string?> _file = PasswordInput.Option(option, "new password");

    private readonly Option<bool> _anyway = new("--weak-password-anyway") { Description = "Take a password that could be guessed." };

    public void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_anyway);
    }

    public Secret Read(ParseResult parsed)
    {
        var secret = PasswordInput.Read(parsed.GetValue(_file), "New password");
        PasswordGate.Check(secret, parsed.GetValue(_anyway));
        return secret;
    }
}
