using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class ConflictsCommand
{
    private const int Shown = 1000;

    public static Command Make()
    {
        var open = new Option<bool>("--open") { Description = "Only conflicts that are not settled." };
        var command = new Command("conflicts", "List conflicts: which versions met, who settled it, and which losers can be restored.") { open };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            await host.Mediator.Send(new NormaliseDocuments(), cancellationToken); // what can be settled is, so that the list shows what cannot
            var all = (await host.Mediator.Send(new ListConflicts(null, Shown), cancellationToken)).Conflicts;
            var conflicts = parsed.GetValue(open) ? [.. all.Where(conflict => !conflict.Settled)] : all;
            var table = Tables.Make("document", "state", "version", "edited (UTC)");
            foreach (var conflict in conflicts)
            {
                var state = conflict.Settled ? $"settled{(conflict.Strategy is null ? "" : $" by {conflict.Strategy}")}" : $"open: {conflict.Reason}";
                foreach (var version in conflict.Versions)
                {
                    table.Row(conflict.Id.Value, state, version.Revision.ToString(), version.Stamp.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
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
                console.Line("Look at a version with 'aurix get ID --rev VERSION', bring it back with 'aurix restore ID VERSION'.");
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
        ["versions"] = new JsonArray([.. conflict.Versions.Select(version => new JsonObject
        {
            ["rev"] = version.Revision.ToString(),
            ["edited"] = version.Stamp.Time.ToString("O", CultureInfo.InvariantCulture),
            ["deleted"] = version.Deleted,
        })]),
    };
}
