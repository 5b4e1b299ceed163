using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>What <see cref="SyncWatchCommand"/> shows to a person.</summary>
internal static class SyncWatchText
{
    private const int BarLength = 24;

    public static List<string> Lines(JsonObject told) => told["remotes"] is JsonArray remotes
        ? [.. remotes.SelectMany(remote => Remote(remote!.AsObject()).Prepend($"{remote["remote"]}:"))]
        : Remote(told);

    private static List<string> Remote(JsonObject told)
    {
        List<string> lines = [(string?)told["address"] is { } address ? $"{told["state"]}: {address}" : $"{told["state"]}"];
        lines.Add((string?)told["lastEqual"] is { } equal ? $"both sides equal at {Time(equal)}{Pending(told)}" : $"not yet known to be equal{Pending(told)}");
        lines.AddRange(told["underWay"]!.AsArray().Select(UnderWay));
        lines.AddRange(told["lanes"]!.AsArray().Where(lane => !(bool)lane!["isWell"]!).Select(lane => $"{lane!["lane"]}: {lane["problem"]} Next try at {Time((string)lane["nextTry"]!)}."));
        if (told["lanes"]!.AsArray() is { Count: > 0 } lanes && lanes.All(lane => (bool)lane!["isWell"]!))
        {
            lines.Add($"following: {string.Join(", ", lanes.Select(lane => (string)lane!["lane"]!))}");
        }

        if (told["nextRun"] is { } next)
        {
            lines.Add($"next scheduled round: {next["schedule"]} at {Time((string)next["at"]!, "yyyy-MM-dd HH:mm:ss")}");
        }

        if ((int)told["heldDeletes"]! is > 0 and var held)
        {
            lines.Add(HealthReport.DeletesHeld(held));
        }

        if ((int)told["alarms"]! > 0 || (int)told["quarantined"]! > 0)
        {
            lines.Add($"{told["alarms"]} alarms, {told["quarantined"]} set aside: see 'aurix sync status'");
        }

        return lines;
    }

    /// <summary>How far one thing has come, with a bar where the whole is known.</summary>
    public static string Line(LaneProgress progress) => UnderWay(SyncDesk.Told(progress));

    private static string UnderWay(JsonNode? progress)
    {
        var isBytes = progress!["bytesTotal"] is not null;
        var (done, total) = isBytes ? ((double)progress["bytes"]!, (double?)progress["bytesTotal"]) : ((double)progress["done"]!, (double?)progress["total"]);
        var bar = total is > 0 and var all ? Bar(Math.Clamp(done / all, 0, 1)) : new string(' ', BarLength + 2);
        var rate = (double?)progress["rate"] is { } speed ? $", {Amount(speed, isBytes)}/s" : "";
        var left = (double?)progress["secondsLeft"] is { } seconds ? $", {Duration(seconds)} left" : "";
        return $"{progress["phase"],-18} {bar} {Amount(done, isBytes)}{(total is { } whole ? $" of {Amount(whole, isBytes)}" : "")}{rate}{left}";
    }

    private static string Bar(double share)
    {
        var full = (int)(share * BarLength);
        return $"[{new string('#', full)}{new string('.', BarLength - full)}]";
    }

    private static string Duration(double seconds) => seconds < 90 ? $"{Math.Ceiling(seconds):0} s" : seconds < 5400 ? $"{Math.Ceiling(seconds / 60):0} min" : $"{Math.Ceiling(seconds / 3600):0} h";

    private static string Pending(JsonObject told) => (long?)told["pending"] is > 0 and var pending ? $"; {pending} documents are not there yet" : "";

    private static string Amount(double amount, bool isBytes) => isBytes
        ? $"{(amount / 1_000_000).ToString("0.0", CultureInfo.InvariantCulture)} MB"
        : amount.ToString("0", CultureInfo.InvariantCulture);

    private static string Time(string text, string form = "HH:mm:ss") => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToLocalTime().ToString(form, CultureInfo.InvariantCulture);
}
