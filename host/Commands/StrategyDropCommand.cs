using System.CommandLine;
using Aurix.Platform.Conflict;

namespace Aurix.Platform.Host.Commands;

internal static class StrategyDropCommand
{
    public static Command Make()
    {
        var rule = new Argument<string>("rule") { Description = "The rule's name, as 'aurix strategy list' shows it." };
        var command = new Command("drop", "Take a rule out of the vault's policy. What was merged by it stays.") { rule };
        command.Run(async (host, parsed, cancellationToken) =>
            await StrategyListCommand.DescribeAsync(host, await host.Mediator.Send(new RemovePolicyRule(parsed.GetValue(rule)!), cancellationToken), cancellationToken));
        return command;
    }
}
