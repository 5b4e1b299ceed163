using System.CommandLine;
using Aurix.Platform.Crypto;

namespace Aurix.Platform.Host.Commands;

/// <summary>Takes a Secret Key where one is given. A device that has used one keeps it, so nobody is asked.</summary>
internal static class SecretKeyInput
{
    public static Option<string?> Option() =>
        new("--secret-key-file") { Description = "Read the Secret Key (S1…) from the first line of this file; '-' for the next line of standard input. Only for a database whose name ends in -sk.", HelpName = "FILE" };

    public static Secret? Read(string? file) => file is null ? null : PasswordInput.Read(file, "Secret Key");
}
