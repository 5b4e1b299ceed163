using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Commands;

internal static class ScheduleAddCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "What it is called: a-z, 0-9 and '-'." };
        var job = new Option<string>("--job") { Description = "What runs, such as sync.round; 'aurix schedule list' shows what there is.", HelpName = "JOB", Required = true };
        var every = new Option<string?>("--every") { Description = "Now, and then at this interval: 15m, 6h, 1d.", HelpName = "INTERVAL" };
        var cron = new Option<string?>("--cron") { Description = "At these times by this machine's clock: six or seven fields, the seconds first, such as '0 0 3 * * ?'.", HelpName = "EXPRESSION" };
        var scope = Choice("--scope", "What a round of sync sends and fetches.", "documents", "files", "everything");
        var bytes = new Option<string?>("--bytes") { Description = "At about how many bytes of files a round of sync ends, such as 500MB.", HelpName = "BYTES" };
        var window = new Option<string?>("--window") { Description = "The hours in which it may start, by this machine's clock. Due outside of them, it starts when they begin.", HelpName = "22:00-06:00" };
        var network = Choice("--network", "On which network it may start: see 'aurix conditions'.", "unmetered", "any");
        var power = Choice("--power", "On which power it may start: see 'aurix conditions'.", "external", "any");
        var missed = Choice("--if-missed", "Whether one run makes up for what was due while no daemon ran, or was cut off. Default: run.", "run", "skip");
        var command = new Command("add", "Have the daemon do something again and again. Daemons that run take it up at once.") { name, job, every, cron, scope, bytes, window, network, power, missed };
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            var schedule = new ScheduleInput(parsed.GetValue(name)!, parsed.GetValue(job)!)
            {
                Every = parsed.GetValue(every),
                Cron = parsed.GetValue(cron),
                Scope = parsed.GetValue(scope),
                Remote = RemoteInput.OrNull(parsed)?.Value,
                Bytes = parsed.GetValue(bytes),
                Window = parsed.GetValue(window),
                Network = parsed.GetValue(network),
                Power = parsed.GetValue(power),
                IfMissed = parsed.GetValue(missed),
            }.Read(host.Jobs);
            new ScheduleBook(ScheduleDatabase.Open(host.Settings.HostFolder)).Add(schedule);
            var unknown = ConditionsCommand.NotKnown(schedule, await host.Mediator.Send(new DescribeConditions(), cancellationToken)).ToList();
            var process = await ScheduleDesk.TellAsync(host.Settings.HostFolder, ScheduleDesk.Changed, null, cancellationToken);
            var json = ScheduleText.Json(schedule);
            json["process"] = process;
            json["notKnown"] = new JsonArray([.. unknown.Select(line => JsonValue.Create(line))]);
            return new Answer(json, console =>
            {
                console.Line($"{schedule.Name}: {schedule.Job} {ScheduleText.When(schedule)}. {(process is null ? "No aurix runs schedules on this data folder; 'aurix run' does." : $"Process {process} has taken it up.")}");
                unknown.ForEach(console.Line);
            });
        });
        return command;
    }

    private static Option<string?> Choice(string name, string description, params string[] choices)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(choices);
        return option;
    }
}
