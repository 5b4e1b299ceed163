using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

internal static class AlarmListCommand
{
    public static Command Make()
    {
        var command = new Command("list", "What the server was caught at, and what is safe to do now.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var alarms = await host.Mediator.Send(new ListAlarms { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return new Answer(Json(alarms), console =>
            {
                if (alarms.IsEmpty)
                {
                    console.Line("No alarms.");
                }

                Show(console, alarms);
            });
        });
        return command;
    }

    /// <summary>One paragraph an alarm: these are sentences for a person, and a table would break them.</summary>
    public static void Show(IAnsiConsole console, ImmutableArray<Alarm> alarms)
    {
        foreach (var alarm in alarms)
        {
            console.Line($"{alarm.Code} {alarm.Subject}{(alarm.StopsSending ? " (nothing is sent)" : "")}");
            console.Line($"  {alarm.Meaning}");
            console.Line($"  {alarm.NextStep}");
            console.Line($"  First seen {alarm.FirstSeen.UtcDateTime:yyyy-MM-dd HH:mm} UTC, last {alarm.LastSeen.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {(alarm.Times == 1 ? "once" : $"{alarm.Times} times")}.");
        }
    }

    public static JsonArray Json(ImmutableArray<Alarm> alarms) => new([.. alarms.Select(alarm => new JsonObject
    {
        ["code"] = alarm.Code,
        ["subject"] = alarm.Subject,
        ["meaning"] = alarm.Meaning,
        ["nextStep"] = alarm.NextStep,
        ["firstSeen"] = alarm.FirstSeen.ToString("O", CultureInfo.InvariantCulture),
        ["lastSeen"] = alarm.LastSeen.ToString("O", CultureInfo.InvariantCulture),
        ["times"] = alarm.Times,
        ["stopsSending"] = alarm.StopsSending,
    })]);
}
