using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultStatusCommand
{
    public static Command Make()
    {
        var command = new Command("status", "Which vault this device holds the keys of, and how they are kept. Asks no server.");
        command.RunLocked(async (host, _, cancellationToken) =>
        {
            var state = await host.Mediator.Send(new DescribeProtection(), cancellationToken);
            var vault = state.IsLocked ? null : await host.Mediator.Send(new DescribeVault(), cancellationToken);
            var sync = await host.Mediator.Send(new DescribeSync(), cancellationToken);
            var reseal = vault is { Epoch: > 1 } ? await host.Mediator.Send(new DescribeReseal(), cancellationToken) : null;
            var takesKey = sync.Address?.EndsWith("-sk", StringComparison.Ordinal);
            var json = VaultUnlockCommand.Json(state);
            json["vault"] = vault?.Vault.ToString();
            json["epoch"] = vault?.Epoch;
            json["ringGeneration"] = vault?.RingGeneration;
            json["underOlderKeys"] = reseal?.Left;
            json["address"] = sync.Address;
            json["secretKey"] = takesKey;
            return new Answer(json, console =>
            {
                console.Line(vault is null ? (state.IsLocked ? "The keys are here, and locked." : "There is no vault on this device. Run 'aurix init'.")
                    : $"Vault {vault.Vault}, epoch {vault.Epoch}, key ring {vault.RingGeneration}.");
                if (reseal is { IsNeeded: true })
                {
                    console.Line(reseal.Left == 0 ? "Every document is sealed under the present keys." : $"{reseal.Left} documents are still to be looked at for sealing them under the present keys; 'aurix run' does it little by little.");
                }

                console.Line(VaultUnlockCommand.Describe(state));
                console.Line(sync.Address is null ? "Sync is off." : $"Syncs with {sync.Address}, by password{(takesKey == true ? " and Secret Key" : "")}.");
            });
        });
        return command;
    }
}
