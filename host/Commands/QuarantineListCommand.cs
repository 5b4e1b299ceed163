using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class QuarantineListCommand
{
    public static Command Make()
    {
        var limit = Paging.LimitOption(100, 1000);
        var before = new Option<long?>("--before") { Description = "Go on where a page ended: what it printed as 'next'.", HelpName = "NUMBER" };
        var command = new Command("list", "List what a server showed and was set aside, newest first. Local documents are untouched by it.") { limit, before };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var entries = await host.Mediator.Send(new ListQuarantine(parsed.GetValue(limit)) { Before = parsed.GetValue(before) }, cancellationToken);
            var count = await host.Mediator.Send(new CountQuarantine(), cancellationToken);
            var next = entries.Length == parsed.GetValue(limit) ? entries[^1].Number : (long?)null;
            var json = new JsonObject { ["entries"] = new JsonArray([.. entries.Select(QuarantineText.Json)]), ["count"] = count, ["next"] = next };
            return new Answer(json, console =>
            {
                if (entries.IsEmpty)
                {
                    console.Line("Nothing is set aside.");
                    return;
                }

                console.Write(QuarantineText.Table(entries));
                console.Line(next is { } number ? $"{count} in all; go on with --before {number.ToString(CultureInfo.InvariantCulture)}" : $"{count} in all");
            });
        });
        return command;
    }
}
