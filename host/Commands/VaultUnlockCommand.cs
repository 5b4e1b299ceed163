using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class VaultUnlockCommand
{
    public static Command Make()
    {
        var command = new Command("unlock", "Open this device's protected keys for the commands that follow, until they lock by themselves. Takes the passphrase from --passphrase-file, or asks.");
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            using var passphrase = PasswordInput.Read(parsed.GetValue(GlobalOptions.PassphraseFile), "Passphrase of this device");
            var state = await host.Mediator.Send(new UnlockVault(passphrase, Share: true), cancellationToken);
            return Answer.Line(Describe(state), Json(state));
        });
        return command;
    }

    /// <summary>What became of the lock, in one sentence.</summary>
    public static string Describe(KeyProtection state) => state switch
    {
        { IsProtected: false } => "The keys are not protected by a passphrase.",
        { IsLocked: true } => "The keys are locked. 'aurix vault unlock' opens them.",
        { IsShared: false } => "There is no folder in memory for this user alone (XDG_RUNTIME_DIR) where an unlock could be shared: each command needs --passphrase-file.",
        { Until: { } until } => $"The keys are open until {until.ToLocalTime():HH:mm}; each write moves that on.",
        _ => "The keys are open until 'aurix vault lock'.",
    };

    public static JsonObject Json(KeyProtection state) => new()
    {
        ["protected"] = state.IsProtected,
        ["locked"] = state.IsLocked,
        ["shared"] = state.IsShared,
        ["until"] = state.Until?.ToString("O", CultureInfo.InvariantCulture),
    };
}
