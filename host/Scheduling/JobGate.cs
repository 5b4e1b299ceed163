using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Why a schedule may not start now.</summary>
/// <param name="Reason">For the history.</param>
/// <param name="Until">When that ends by itself; null when somebody has to say so.</param>
internal sealed record Hindrance(string Reason, DateTimeOffset? Until);

/// <summary>Says whether a schedule that is due may start, and notes those that may not: they wait, and start as soon as they may.</summary>
internal sealed class JobGate(ConditionsFile conditions, RunHistory history, WaitingRuns waiting, TimeProvider time)
{
    /// <summary>Null when it may. A condition that nobody told us counts as met.</summary>
    public Hindrance? Hindrance(Schedule schedule) => Hindrance(schedule, conditions.Read(), time.GetUtcNow(), time.LocalTimeZone);

    public static Hindrance? Hindrance(Schedule schedule, DeviceConditions known, DateTimeOffset now, TimeZoneInfo zone) => schedule switch
    {
        { Window: { } window } when !window.Holds(now, zone) => new($"Outside its hours, {window}.", window.OpensAfter(now, zone)),
        { NeedsUnmetered: true } when known.Network is NetworkState.Metered => new("The network is metered.", null),
        { NeedsUnmetered: true } when known.Network is NetworkState.None => new("There is no network.", null),
        { NeedsExternalPower: true } when known.Power is PowerState.Battery => new("The device runs on its battery.", null),
        _ => null,
    };

    public bool IsWaiting(Schedule schedule) => waiting.All.ContainsKey(schedule.Name);

    /// <summary>It waits from now on. The history says so once, however often it is due meanwhile.</summary>
    public void Hold(Schedule schedule, string reason)
    {
        var now = time.GetUtcNow();
        if (waiting.Add(schedule.Name, reason, now))
        {
            history.Note(new(schedule.Name, schedule.Job, now, now, RunOutcome.Skipped, reason));
        }
    }
}
