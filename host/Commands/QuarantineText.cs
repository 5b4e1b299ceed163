using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

/// <summary>Tells of what was set aside.</summary>
internal static class QuarantineText
{
    public static Table Table(IEnumerable<QuarantinedEntry> entries)
    {
        var table = Tables.Make("number", "on the server", "revision", "document", "times", "last seen (UTC)", "why");
        foreach (var entry in entries)
        {
            var what = entry.What;
            table.Row(Number(entry.Number), what.RemoteId, what.Revision, entry.Document?.Value ?? "not one of ours", Number(entry.Times), Tables.Time(entry.LastSeen), $"{what.Code}: {what.Detail}");
        }

        return table;
    }

    public static JsonObject Json(QuarantinedEntry entry) => new()
    {
        ["number"] = entry.Number,
        ["id"] = entry.What.RemoteId,
        ["rev"] = entry.What.Revision,
        ["code"] = entry.What.Code,
        ["detail"] = entry.What.Detail,
        ["document"] = entry.Document?.Value,
        ["server"] = entry.What.Remote,
        ["firstSeen"] = entry.FirstSeen.ToString("O", CultureInfo.InvariantCulture),
        ["lastSeen"] = entry.LastSeen.ToString("O", CultureInfo.InvariantCulture),
        ["times"] = entry.Times,
        ["sha256"] = entry.What.RawHash,
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
