using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class ConflictsListCommand
{
    private const int Shown = 1000;

    public static Command Make()
    {
        var open = new Option<bool>("--open") { Description = "Only conflicts that are not settled, and settled ones that left a choice to you." };
        var command = new Command("list", "List conflicts: which versions met, who settled it, and which losers can be restored.") { open };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            await host.Mediator.Send(new NormaliseDocuments(), cancellationToken); // what can be settled is, so that the list shows what cannot
            var all = (await host.Mediator.Send(new ListConflicts(null, Shown), cancellationToken)).Conflicts;
            var conflicts = parsed.GetValue(open) ? [.. all.Where(conflict => !conflict.Settled || conflict.OpenRecords > 0)] : all;
            var table = Tables.Make("document", "state", "choices", "version", "edited (UTC)");
            foreach (var conflict in conflicts)
            {
                var state = conflict.Settled ? $"settled{(conflict.Strategy is null ? "" : $" by {conflict.Strategy}")}" : $"open: {conflict.Reason}";
                foreach (var (index, version) in conflict.Versions.Index())
                {
                    string[] whose = index == 0 ? [conflict.Id.Value, state, conflict.OpenRecords.ToString(CultureInfo.InvariantCulture)] : ["", "", ""];
                    table.Row([.. whose, version.Revision.ToString(), Tables.Time(version.Stamp.Time)]);
                }
            }

            return new Answer(new JsonArray([.. conflicts.Select(Json)]), console =>
            {
                if (conflicts.IsEmpty)
                {
                    console.Line("No conflicts.");
                    return;
                }

                console.Write(table);
                console.Line("See what met and what was made of it with 'aurix conflicts show ID'; bring a version back with 'aurix restore ID VERSION'.");
            });
        });
        return command;
    }

    private static JsonNode Json(ConflictDescription conflict) => new JsonObject
    {
        ["id"] = conflict.Id.Value,
        ["type"] = conflict.Type.Value,
        ["shown"] = conflict.Shown.ToString(),
        ["settled"] = conflict.Settled,
        ["strategy"] = conflict.Strategy,
        ["reason"] = conflict.Reason,
        ["choices"] = conflict.OpenRecords,
        ["versions"] = new JsonArray([.. conflict.Versions.Select(version => new JsonObject
        {
            ["rev"] = version.Revision.ToString(),
            ["edited"] = version.Stamp.Time.ToString("O", CultureInfo.InvariantCulture),
            ["deleted"] = version.Deleted,
        })]),
    };
}
