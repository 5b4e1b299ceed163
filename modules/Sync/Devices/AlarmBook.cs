using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Keeps the alarms: raised once, counted while they stand, gone when what they told of is gone.</summary>
internal sealed class AlarmBook(DeviceStore store, VaultWatch watch, IMediator mediator, TimeProvider time)
{
    private static readonly ImmutableArray<string> AboutTheVault = [AlarmCodes.KeyringRollback, AlarmCodes.VaultMismatch, AlarmCodes.VaultMissing];

    public async Task<ImmutableArray<Alarm>> ListAsync(CancellationToken cancellationToken) => (await store.ReadAlarmsAsync(cancellationToken)).Alarms;

    /// <summary>Whether nothing may be sent.</summary>
    public async Task<bool> StopsSendingAsync(CancellationToken cancellationToken) => (await ListAsync(cancellationToken)).Any(alarm => alarm.StopsSending) || await watch.IsBehindAsync(cancellationToken);

    /// <summary>For whoever means to send outside a round.</summary>
    /// <exception cref="UsageException"><c>AlarmOpen</c>.</exception>
    /// <exception cref="VaultException"><c>RemoteKeysOlder</c>.</exception>
    public async Task DemandSendingAsync(CancellationToken cancellationToken)
    {
        if ((await ListAsync(cancellationToken)).FirstOrDefault(alarm => alarm.StopsSending) is { } alarm)
        {
            throw new UsageException("AlarmOpen", $"Nothing is sent while this stands: {alarm.Meaning}", "See 'aurix alarm list', and accept it there if you know why.");
        }

        await watch.DemandAsync(cancellationToken);
    }

    /// <summary>After a check of the heads: what it found stands, what it did not find stands no more.</summary>
    /// <remarks>A fork is proof and not a state: it stays until its owner has read of it.</remarks>
    public Task SettleAsync(IReadOnlyCollection<Finding> findings, IReadOnlyCollection<AcceptedAlarm> accepted, CancellationToken cancellationToken) =>
        ChangeAsync(
            findings,
            alarm => alarm.Code == AlarmCodes.HeadFork && !accepted.Contains(new(alarm.Code, alarm.Subject)),
            cancellationToken);

    /// <summary>A round that ended over the vault itself: that is an alarm as well as an error.</summary>
    public Task NoteAsync(AurixException failure, string server, CancellationToken cancellationToken) =>
        AboutTheVault.Contains(failure.Code)
            ? ChangeAsync([new(failure.Code, server, server)], alarm => alarm.Code != failure.Code, cancellationToken)
            : Task.CompletedTask;

    private async Task ChangeAsync(IReadOnlyCollection<Finding> findings, Func<Alarm, bool> stays, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var raised = new List<Alarm>();
        await store.ChangeAlarmsAsync(
            before =>
            {
                raised.Clear();
                var after = before.Alarms.Where(alarm => stays(alarm) && !findings.Any(finding => Names(finding, alarm))).ToList();
                foreach (var finding in findings)
                {
                    var standing = before.Alarms.FirstOrDefault(alarm => Names(finding, alarm));
                    var alarm = new Alarm(
                        finding.Code, finding.Subject, AlarmTexts.Meaning(finding), AlarmTexts.NextStep(finding),
                        standing?.FirstSeen ?? now, now, (standing?.Times ?? 0) + 1, AlarmCodes.Stopping.Contains(finding.Code));
                    after.Add(alarm);
                    if (standing is null)
                    {
                        raised.Add(alarm);
                    }
                }

                return before.Alarms.IsEmpty && after.Count == 0 ? before : new() { Alarms = [.. after.OrderByDescending(alarm => alarm.StopsSending).ThenBy(alarm => alarm.FirstSeen)] };
            },
            cancellationToken);
        foreach (var alarm in raised)
        {
            await mediator.Publish(new AlarmRaised(alarm), CancellationToken.None);
        }
    }

    private static bool Names(Finding finding, Alarm alarm) => finding.Code == alarm.Code && finding.Subject == alarm.Subject;
}
