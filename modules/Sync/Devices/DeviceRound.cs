using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>The part of a round that watches the server: settle what was left, check the heads, and after the push publish the own.</summary>
/// <remarks>
/// The order of writes (ADR 0012), each durable before the next:
/// <code>
/// note an entry ─ send its document ─ … ─ segments ─ state: chain ─ … ─ state: sealed head ─ head ─ state: acknowledged
/// </code>
/// Full segments go while the push is still under way, so that what it has to remember does not grow with it; nobody believes them before
/// a head tells of them.
/// A round publishes at most once, after it has read the heads, and never before its last head was acknowledged.
/// </remarks>
internal sealed class DeviceRound : IDisposable
{
    private static readonly TimeSpan Echo = TimeSpan.FromHours(1); // shorter, and two devices answer each other's heads for ever; longer, and G3 tells less

    private const int Patience = 40; // rounds between two readings of the whole feed while something stays missing: ten minutes of the daemon

    private readonly DeviceTools _tools;
    private readonly IRemoteDatabase _remote;
    private readonly SyncAccount _account;
    private readonly HeadReader _reader;
    private DeviceState _state;
    private HeadVerdict? _verdict;
    private readonly LogPublisher _publisher;
    private OwnLog? _log;

    private DeviceRound(DeviceTools tools, IRemoteDatabase remote, SyncAccount account, DeviceState state)
    {
        _tools = tools;
        _remote = remote;
        _account = account;
        _reader = new(tools.Mediator, remote, account.Address.ToString());
        _publisher = new(tools, remote);
        _state = state;
    }

    /// <summary>Every document is to be offered again.</summary>
    public bool StartOver => _state.StartOver;

    /// <summary>The change feed is to be read from its start: something that others vouch for did not come, and a feed shows nothing twice.</summary>
    public bool ReadAgain => _state.Open.Any(open => open.Rounds is > 0 and <= OmissionCheck.Grace || open.Rounds % Patience == Patience - 1);

    /// <summary>Takes the notes of the push. Only after a check.</summary>
    public OwnLog Log => _log ??= new OwnLog(_state, _tools, AdvanceAsync);

    /// <summary>Reads what this device remembers, and sends again the head that may not have arrived.</summary>
    public static async Task<DeviceRound> OpenAsync(DeviceTools tools, IRemoteDatabase remote, SyncAccount account, CancellationToken cancellationToken)
    {
        var round = new DeviceRound(tools, remote, account, await tools.IdentifyAsync(account, cancellationToken));
        if (round._state.Unacknowledged is not null)
        {
            await round.SettleAsync(cancellationToken);
        }

        return round;
    }

    /// <summary>Checks the heads and follows the logs; alarms are raised and cleared.</summary>
    /// <param name="pulled">The heads and pieces of logs that changed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether anything may be sent.</returns>
    public async Task<bool> CheckAsync(IReadOnlyCollection<string> pulled, CancellationToken cancellationToken)
    {
        var wishes = await _tools.Store.ReadWishesAsync(cancellationToken);
        var accepted = wishes.Accepted;
        var trusted = accepted.Where(IsAboutALog).Select(alarm => alarm.Subject).ToImmutableHashSet();
        if (!trusted.IsEmpty)
        {
            // What the server shows is the beginning now; what it lost, and our own log, it gets again.
            await NamedIndex.ForgetAsync(_tools.Mediator, cancellationToken);
            _state = _state with { Pins = _state.Pins.RemoveRange(trusted), Republish = true, StartOver = true };
        }

        var verdict = await CheckTwiceAsync(wishes, trusted, cancellationToken);
        if (verdict.IsClone)
        {
            _state = await _tools.BeginAnewAsync(_state, cancellationToken);
            verdict = await CheckTwiceAsync(wishes, trusted, cancellationToken);
        }

        var findings = await LearnAsync(verdict, accepted, cancellationToken);
        await SetAsideAsync(verdict, pulled, cancellationToken);
        await _tools.Alarms.SettleAsync(findings, accepted, cancellationToken);
        await _tools.Store.ChangeWishesAsync(now => accepted.IsEmpty ? now : now with { Accepted = now.Accepted.RemoveRange(accepted) }, cancellationToken);
        _verdict = verdict;
        return !await _tools.Alarms.StopsSendingAsync(cancellationToken);
    }

    /// <summary>After a push that came to its end: tells the others what this device vouches for, and what it has seen.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (_state.Unacknowledged is { } waiting)
        {
            await SendAsync(waiting, cancellationToken); // the next one has to be written by somebody who has read the heads since
            return;
        }

        var tail = await Log.TailAsync(cancellationToken);
        var draft = await DraftAsync(_state.Entries + tail.Length, cancellationToken);
        if (!IsNews(draft))
        {
            if (_state.StartOver)
            {
                await WriteAsync(_state with { StartOver = false }, cancellationToken);
            }

            return;
        }

        if (await BringAsync(tail, cancellationToken) is not { } next)
        {
            return;
        }

        var head = new DeviceHead(
            Own(), draft.Counter, draft.Entries, LogChain.Parse(next.Chain), Typed(draft.Seen), draft.Ring, DateTimeOffset.FromUnixTimeMilliseconds(draft.At.ToUnixTimeMilliseconds()), draft.Name, [.. draft.Retired.Select(DeviceId.Parse)]);
        var sealedHead = await _tools.Mediator.Send(new SealHead(head), cancellationToken);
        draft = draft with { Envelope = sealedHead.Envelope, Chain = next.Chain };
        await WriteAsync(next with { Unacknowledged = draft }, cancellationToken);
        await SendAsync(draft, cancellationToken);
    }

    public void Dispose() => _log?.Dispose();

    private static bool IsAboutALog(AcceptedAlarm alarm) => alarm.Code is AlarmCodes.HeadRollback or AlarmCodes.HeadFork;

    // A head that was sent and not acknowledged has arrived, or can be sent once more; whatever else lies there is for the check.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var waiting = _state.Unacknowledged!;
        var names = await _tools.Mediator.Send(new NameDeviceDocuments(Own(), 0, 0), cancellationToken);
        var there = await _remote.GetAsync(names.Head, cancellationToken);
        var envelope = CouchJson.Text(there, "e");
        if (envelope == waiting.Envelope)
        {
            await AcknowledgeAsync(waiting, cancellationToken);
        }
        else if (envelope == _state.Sent?.Envelope
            && !await _tools.Alarms.StopsSendingAsync(cancellationToken)
            && await OwnDocument.PutAsync(_remote, names.Head, waiting.Envelope, CouchJson.Text(there, "_rev"), cancellationToken))
        {
            await AcknowledgeAsync(waiting, cancellationToken);
        }
    }

    // What looks wrong is looked at twice: a cluster may have answered with an older row beside a newer one.
    private async Task<HeadVerdict> CheckTwiceAsync(DeviceWishes wishes, ImmutableHashSet<string> trusted, CancellationToken cancellationToken)
    {
        var check = new HeadCheck(_tools.Mediator, _reader, _tools.Shelf);
        var retired = wishes.Retired.Concat(_state.Pins.Values.SelectMany(pin => pin.Retired)).ToImmutableHashSet();
        var verdict = await check.RunAsync(_state, retired, trusted, cancellationToken);
        if (verdict.IsCalm)
        {
            return verdict;
        }

        if (verdict.LacksRing && await VaultDocument.ReadAsync(_remote, cancellationToken) is { } document)
        {
            await _tools.Mediator.Send(new CheckVaultDocument(document), cancellationToken);
        }

        verdict = await check.RunAsync(_state, retired, trusted, cancellationToken);
        if (verdict.LacksRing)
        {
            verdict.Findings.Add(new(AlarmCodes.KeyringRollback, _account.Address.ToString(), _account.Address.ToString()));
        }

        return verdict;
    }

    private async Task<List<Finding>> LearnAsync(HeadVerdict verdict, ImmutableArray<AcceptedAlarm> accepted, CancellationToken cancellationToken)
    {
        var now = _tools.Time.GetUtcNow();
        var findings = verdict.Findings;
        var pins = _state.Pins.ToBuilder();
        foreach (var log in verdict.Learnt)
        {
            pins[log.Head.Device] = PinOf(log.Head, pins.GetValueOrDefault(log.Head.Device), now);
        }

        var tolerated = _state.Tolerated;
        foreach (var finding in findings.Where(finding => finding.Code == AlarmCodes.Withheld && accepted.Contains(new(finding.Code, finding.Subject))).ToList())
        {
            var most = verdict.Shown.Heads.Values.SelectMany(head => head.Head.Seen).Where(pair => pair.Key.ToString() == finding.Subject).Max(pair => pair.Value);
            tolerated = tolerated.SetItem(finding.Subject, most);
            findings.Remove(finding);
        }

        foreach (var device in accepted.Where(alarm => alarm.Code == AlarmCodes.StaleView && pins.ContainsKey(alarm.Subject)).Select(alarm => alarm.Subject))
        {
            pins[device] = pins[device] with { BehindSince = null };
        }

        var omissions = new OmissionCheck(_tools.Mediator, _tools.Shelf, _tools.SharingOf(_account.Client), _tools.Time);
        var dismissed = accepted.Where(alarm => alarm.Code == AlarmCodes.Omission).Select(alarm => alarm.Subject).ToHashSet();
        var next = _state with { Pins = pins.ToImmutable(), Tolerated = tolerated, Open = await omissions.WithoutAsync(_state.Open, dismissed, cancellationToken) };
        next = next with { Open = await omissions.RunAsync(next, verdict.Learnt, cancellationToken) };
        if (next != _state || !accepted.IsEmpty) // an idle round writes nothing
        {
            await WriteAsync(next, cancellationToken);
        }

        findings.AddRange(await omissions.OverdueAsync(next.Open, verdict.Label, cancellationToken));
        findings.AddRange(next.Pins
            .Where(pin => !verdict.Retired.Contains(pin.Key) && pin.Value.BehindSince is { } since && pin.Value.Heard - since >= DeviceTools.Stale)
            .Select(pin => new Finding(AlarmCodes.StaleView, pin.Key, verdict.Label(pin.Key))));
        return findings;
    }

    private Pin PinOf(ShownHead shown, Pin? before, DateTimeOffset now)
    {
        var head = shown.Head;
        var seen = head.Seen.ToImmutableSortedDictionary(pair => pair.Key.ToString(), pair => pair.Value);
        var ours = seen.GetValueOrDefault(_state.Device);
        var behindOf = before?.BehindSince is null ? _state.Sent?.Counter ?? 0 : before.BehindOf;
        return new(head.Counter, head.Entries, head.Chain.ToString(), shown.Seal, head.Name, [.. head.Retired.Select(device => device.ToString())], seen, now)
        {
            BehindSince = ours >= behindOf ? null : before?.BehindSince ?? now,
            BehindOf = behindOf,
        };
    }

    private async Task SetAsideAsync(HeadVerdict verdict, IReadOnlyCollection<string> pulled, CancellationToken cancellationToken)
    {
        await _reader.SetAsideAsync(verdict.Shown.Refused, cancellationToken);
        var pieces = pulled.Where(name => name[0] == 'l').ToHashSet(StringComparer.Ordinal);
        foreach (var (device, entries) in _state.Pins.Select(pin => (pin.Key, pin.Value.Entries)).Append((_state.Device, _state.Entries)))
        {
            if (pieces.Count > 0)
            {
                var known = await _tools.Mediator.Send(new NameDeviceDocuments(DeviceId.Parse(device), 0, (int)(entries / SealLogSegment.Length) + 1), cancellationToken);
                pieces.ExceptWith(known.Segments);
            }
        }

        foreach (var part in pieces.Chunk(LogShelf.Together))
        {
            await _reader.OpenAsync(part, cancellationToken);
        }
    }

    private async Task<Publication> DraftAsync(long entries, CancellationToken cancellationToken)
    {
        var wishes = await _tools.Store.ReadWishesAsync(cancellationToken);
        var vault = await _tools.Mediator.Send(new DescribeVault(), cancellationToken);
        return new(
            (_state.Sent?.Counter ?? 0) + 1,
            Envelope: "",
            entries,
            wishes.Name ?? DeviceTools.DefaultName(_state.Device),
            [.. wishes.Retired.Order(StringComparer.Ordinal)],
            vault!.RingGeneration,
            _verdict!.Shown.Heads.Where(head => head.Key != _state.Device).ToImmutableSortedDictionary(head => head.Key, head => head.Value.Head.Counter),
            _state.Pins.ToImmutableSortedDictionary(pin => pin.Key, pin => pin.Value.Entries),
            _tools.Time.GetUtcNow());
    }

    private bool IsNews(Publication draft) =>
        _state.Republish
        || _state.Sent is not { } sent
        || draft.Entries > sent.Entries
        || draft.Name != sent.Name
        || draft.Ring != sent.Ring
        || !draft.Retired.SequenceEqual(sent.Retired)
        || (draft.At - sent.At > Echo && draft.SeenEntries.Any(pin => pin.Value > sent.SeenEntries.GetValueOrDefault(pin.Key)));

    // While the push goes on: what it sent is on the server, and so is its log. Only a head tells of it.
    private async Task<DeviceState?> AdvanceAsync(ImmutableArray<LogEntry> entries, CancellationToken cancellationToken)
    {
        if (await BringAsync(entries, cancellationToken) is not { } next)
        {
            return null;
        }

        await WriteAsync(next, cancellationToken);
        return next;
    }

    /// <summary>Brings what follows in the own log to the server.</summary>
    /// <returns>The state after it, not written yet; null when somebody with our id is writing, too: the next check will tell.</returns>
    private async Task<DeviceState?> BringAsync(ImmutableArray<LogEntry> entries, CancellationToken cancellationToken)
    {
        var through = _state.Entries + entries.Length;
        var chain = await _tools.Mediator.Send(new ExtendLog(Own(), _state.Entries, LogChain.Parse(_state.Chain), entries), cancellationToken);
        return await _publisher.WriteAsync(_state, through, cancellationToken) ? _state with { Entries = through, Chain = chain.ToString() } : null;
    }

    private async Task SendAsync(Publication publication, CancellationToken cancellationToken)
    {
        var names = await _tools.Mediator.Send(new NameDeviceDocuments(Own(), 0, 0), cancellationToken);
        if (await OwnDocument.PutAsync(_remote, names.Head, publication.Envelope, _verdict!.Shown.Versions.GetValueOrDefault(names.Head), cancellationToken))
        {
            await AcknowledgeAsync(publication, cancellationToken);
        }
    }

    private Task AcknowledgeAsync(Publication publication, CancellationToken cancellationToken) =>
        WriteAsync(_state with { Sent = publication, Unacknowledged = null, Republish = false, StartOver = false }, cancellationToken);

    private async Task WriteAsync(DeviceState state, CancellationToken cancellationToken)
    {
        await _tools.Store.WriteStateAsync(state, cancellationToken);
        _state = state;
    }

    private DeviceId Own() => DeviceId.Parse(_state.Device);

    private static ImmutableSortedDictionary<DeviceId, long> Typed(ImmutableSortedDictionary<string, long> seen) =>
        seen.ToImmutableSortedDictionary(pair => DeviceId.Parse(pair.Key), pair => pair.Value);
}
