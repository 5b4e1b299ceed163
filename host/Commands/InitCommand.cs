using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class InitCommand
{
    public static Command Make()
    {
        var command = new Command("init", "Make an empty vault on this device. Needs no server, account or password.");
        command.Run(async (host, _, cancellationToken) =>
        {
            // Keys first: a vault without documents can be begun again, documents without keys cannot be read by anybody else.
            var vault = await host.Mediator.Send(new CreateVault(), cancellationToken);
            var created = await host.Mediator.Send(new InitialiseVault(vault.Vault), cancellationToken);
            var json = new JsonObject { ["created"] = created, ["vault"] = vault.Vault.ToString(), ["data"] = host.Settings.DataDirectory };
            return Answer.Line(created ? $"A new vault in {host.Settings.DataDirectory}" : $"There is a vault in {host.Settings.DataDirectory} already; nothing was changed.", json);
        });
        return command;
    }
}
