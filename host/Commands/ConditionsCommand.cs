using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Commands;

/// <summary>What an app, or a script that the system calls, says about the device.</summary>
internal static class ConditionsCommand
{
    public static Command Make()
    {
        var command = new Command("conditions", "Show what network and power this device is said to have. Aurix does not look by itself.") { MakeSet() };
        command.RunLocked(async (host, _, cancellationToken) => Told(await host.Mediator.Send(new DescribeConditions(), cancellationToken)));
        return command;
    }

    /// <summary>What a schedule asks for and nobody has told.</summary>
    public static IEnumerable<string> NotKnown(Schedule schedule, DeviceConditions known)
    {
        if (schedule.NeedsUnmetered && known.Network is null)
        {
            yield return "Which network the device has is not known, and until it is, any counts as allowed. Say it with 'aurix conditions set --network'.";
        }

        if (schedule.NeedsExternalPower && known.Power is null)
        {
            yield return "Which power the device has is not known, and until it is, any counts as allowed. Say it with 'aurix conditions set --power'.";
        }
    }

    private static Command MakeSet()
    {
        var network = new Option<string?>("--network") { Description = "The network that the device has now." };
        var power = new Option<string?>("--power") { Description = "What the device runs on now." };
        network.AcceptOnlyFromAmong("metered", "unmetered", "none");
        power.AcceptOnlyFromAmong("battery", "external");
        var command = new Command("set", "Say what network or power this device has now. Schedules that wait for it start at once.") { network, power };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(network) ?? result.GetValue(power)) is null)
            {
                result.AddError("Give --network, --power, or both.");
            }
        });
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            var after = await host.Mediator.Send(new SetConditions { Network = Read<NetworkState>(parsed.GetValue(network)), Power = Read<PowerState>(parsed.GetValue(power)) }, cancellationToken);
            await ScheduleDesk.TellAsync(host.Settings.HostFolder, ScheduleDesk.Conditions, null, cancellationToken);
            return Told(after);
        });
        return command;
    }

    private static T? Read<T>(string? text)
        where T : struct, Enum => text is null ? null : Enum.Parse<T>(text, ignoreCase: true);

    private static Answer Told(DeviceConditions known) => new(
        new JsonObject
        {
            ["network"] = known.Network?.ToString().ToLowerInvariant(),
            ["networkSaid"] = ScheduleText.Iso(known.NetworkSaid),
            ["power"] = known.Power?.ToString().ToLowerInvariant(),
            ["powerSaid"] = ScheduleText.Iso(known.PowerSaid),
        },
        console =>
        {
            console.Line(Line("Network", known.Network?.ToString(), known.NetworkSaid));
            console.Line(Line("Power", known.Power?.ToString(), known.PowerSaid));
        });

    private static string Line(string what, string? state, DateTimeOffset? said) =>
        state is null ? $"{what}: not known; every schedule may start." : $"{what}: {state.ToLowerInvariant()}, said at {ScheduleText.Time(said)} UTC.";
}
