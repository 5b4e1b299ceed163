using System.CommandLine;
using Aurix.Platform.Conflict;

namespace Aurix.Platform.Host.Commands;

internal static class StrategyUseCommand
{
    public static Command Make()
    {
        var strategy = new Argument<string>("strategy") { Description = "The strategy's id, such as aurix.lww." };
        var type = new Option<string?>("--type") { Description = "For documents of this type. Default: for every type without a rule of its own.", HelpName = "TYPE" };
        var command = new Command("use", "Choose the strategy for a type. Takes effect with the next conflict, on every device of the vault.") { strategy, type };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(type) is { } text ? Documents.Type(text) : (Aurix.Platform.Documents.DocumentType?)null;
            var policy = await host.Mediator.Send(new UseStrategy(parsed.GetValue(strategy)!, named), cancellationToken);
            return await StrategyListCommand.DescribeAsync(host, policy, cancellationToken);
        });
        return command;
    }
}
