using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Host.Commands;

/// <summary>What the verbs share that change one schedule of a person's.</summary>
internal static class ScheduleVerb
{
    public static Command Pause() => Make("pause", "Leave a schedule out until it is resumed. A run that is under way goes on.", "is paused", (book, name) => book.Pause(name, isPaused: true));

    public static Command Resume() => Make("resume", "Go on with a schedule that was paused.", "goes on", (book, name) => book.Pause(name, isPaused: false));

    public static Command Remove() => Make("remove", "Forget a schedule. Its runs stay in the history.", "is removed", (book, name) => book.Remove(name));

    public static Argument<string> NameArgument() => new("name") { Description = "The schedule's name, from 'aurix schedule list'." };

    private static Command Make(string verb, string description, string done, Func<ScheduleBook, string, bool> change)
    {
        var name = NameArgument();
        var command = new Command(verb, description) { name };
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(name)!;
            if (host.Jobs.Any(job => job.Name == wanted))
            {
                throw new UsageException("NotYours", $"'{wanted}' is a module's own job and no schedule that was made.", $"Say when it runs with schedules.{wanted} in aurix.json; off is never.");
            }

            if (!change(new(ScheduleDatabase.Open(host.Settings.HostFolder)), wanted))
            {
                return Answer.NotFound($"There is no schedule '{wanted}'.");
            }

            var process = await ScheduleDesk.TellAsync(host.Settings.HostFolder, ScheduleDesk.Changed, null, cancellationToken);
            return Answer.Line($"{wanted} {done}.", new JsonObject { ["name"] = wanted, ["done"] = verb, ["process"] = process });
        });
        return command;
    }
}
