using System.CommandLine;
using System.Globalization;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Commands;

internal static class StrategyUseCommand
{
    public static Command Make()
    {
        var strategy = new Argument<string>("strategy") { Description = "The strategy's id, such as aurix.json." };
        var type = new Option<string>("--type") { Description = "For documents of this type, '*' standing for any run of characters.", HelpName = "TYPE", DefaultValueFactory = _ => "*" };
        var id = new Option<string>("--id") { Description = "For documents with such an id, '*' standing for any run of characters.", HelpName = "PATTERN", DefaultValueFactory = _ => "*" };
        var rule = new Option<string?>("--rule") { Description = "The rule's name; one of the same name is replaced. Default: the type, or 'default'.", HelpName = "NAME" };
        var order = new Option<int?>("--order") { Description = "Rules are tried from 0 to 9999. Default: 100, and 5000 for a rule that fits everything.", HelpName = "NUMBER" };
        var options = new Option<string?>("--options") { Description = "What the strategy is told, as JSON: docs/conflict-options.md.", HelpName = "JSON" };
        var field = new Option<string[]>("--field") { Description = "What a field is, such as /tags=set. Can be given again.", HelpName = "PATH=KIND", DefaultValueFactory = _ => [] };
        var fallback = new Option<string[]>("--fallback") { Description = "Who decides when the strategy declines or is missing too long. Can be given again.", HelpName = "STRATEGY", DefaultValueFactory = _ => [] };
        var wait = new Option<string?>("--wait-for-missing") { Description = "Hours that conflicts wait where the strategy is not installed, or 'ever'. Default: 24.", HelpName = "HOURS" };
        var command = new Command("use", "Choose the strategy for a type, an id, or everything. Takes effect with the next conflict, on every device of the vault.")
        {
            strategy, type, id, rule, order, options, field, fallback, wait,
        };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var (types, ids) = (parsed.GetValue(type)!, parsed.GetValue(id)!);
            var fitsAll = types == "*" && ids == "*";
            var named = new PolicyRule(parsed.GetValue(rule) ?? (types == "*" ? "default" : types), parsed.GetValue(strategy)!)
            {
                Type = types,
                DocumentId = ids,
                Order = parsed.GetValue(order) ?? (fitsAll ? 5000 : 100),
                Options = StrategyOptionsInput.Read(parsed.GetValue(options), parsed.GetValue(field)!),
                Fallback = [.. parsed.GetValue(fallback)!],
            };
            named = parsed.GetValue(wait) is { } text ? named with { WaitForMissing = Waiting(text) } : named;
            return await StrategyListCommand.DescribeAsync(host, await host.Mediator.Send(new PutPolicyRule(named), cancellationToken), cancellationToken);
        });
        return command;
    }

    private static TimeSpan? Waiting(string text) => text switch
    {
        "ever" => null,
        _ when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours <= 87_600 => TimeSpan.FromHours(hours),
        _ => throw new UsageException("BadUsage", $"'{text}' is no number of hours.", "Give hours, such as 24 or 0.5, or 'ever'."),
    };
}
