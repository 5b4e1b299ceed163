using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class VaultUnprotectCommand
{
    public static Command Make()
    {
        var command = new Command("unprotect", "Keep this device's keys without a passphrase again. They must be unlocked.");
        command.Run(async (host, _, cancellationToken) =>
        {
            var was = await host.Mediator.Send(new UnprotectVault(), cancellationToken);
            return Answer.Line(was ? "The keys are no longer protected by a passphrase." : "The keys were not protected.", new JsonObject { ["wasProtected"] = was });
        });
        return command;
    }
}
