using System.CommandLine;
using System.Globalization;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class QuarantineShowCommand
{
    public static Argument<long> NumberArgument() => new("number") { Description = "What 'aurix quarantine list' calls it.", HelpName = "NUMBER" };

    public static string NothingFound(long number) => $"Nothing is set aside under the number {number.ToString(CultureInfo.InvariantCulture)}: it was settled or forgotten.";

    public static Command Make()
    {
        var number = NumberArgument();
        var command = new Command("show", "Show everything that is known of one thing that was set aside.") { number };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(number);
            if (await host.Mediator.Send(new FindQuarantined(wanted), cancellationToken) is not { } entry)
            {
                return Answer.NotFound(NothingFound(wanted));
            }

            return new Answer(QuarantineText.Json(entry), console =>
            {
                var what = entry.What;
                console.Line($"number       {entry.Number.ToString(CultureInfo.InvariantCulture)}");
                console.Line($"server       {what.Remote}");
                console.Line($"name there   {what.RemoteId}");
                console.Line($"revision     {(what.Revision.Length == 0 ? "none" : what.Revision)}");
                console.Line($"document     {entry.Document?.Value ?? "none of this device goes by that name"}");
                console.Line($"why          {what.Code}: {what.Detail}");
                console.Line($"seen         {Tables.Time(entry.FirstSeen)} to {Tables.Time(entry.LastSeen)} UTC, {entry.Times.ToString(CultureInfo.InvariantCulture)} times");
                console.Line($"SHA-256      {what.RawHash ?? "nothing was sent to take it of"}");
            });
        });
        return command;
    }
}
