using System.CommandLine;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Composition;

namespace Aurix.Platform.Host.Commands;

/// <summary>Opens protected keys for one command: with the passphrase that was given, or by asking where somebody sits at a terminal.</summary>
internal static class PassphraseInput
{
    /// <summary>Does nothing when the keys are open, or not protected at all.</summary>
    public static async Task UnlockAsync(AurixHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(GlobalOptions.PassphraseFile);
        if ((file is null && Console.IsInputRedirected) || !File.Exists(Path.Combine(host.Settings.DataDirectory, Hosting.Roles.Crypto, "keys.json")))
        {
            return; // a use of the keys will say that they are locked
        }

        if ((await host.Mediator.Send(new DescribeProtection(), cancellationToken)).IsLocked)
        {
            using var passphrase = PasswordInput.Read(file, "Passphrase of this device");
            await host.Mediator.Send(new UnlockVault(passphrase, Share: false), cancellationToken);
        }
    }
}
