using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using Aurix.Platform.Sync.Transfer;
using MediatR;

namespace Aurix.Platform.Sync.Live;

/// <summary>Keeps one account in sync for as long as it lasts: up to five lanes, none of which can hold up or end another.</summary>
/// <remarks>
/// Rounds of documents are what counts: they alone move checkpoints, check heads and publish. The lanes <c>up</c> and <c>down</c> are short
/// ways beside them that an edit takes at once, and they ask for a round afterwards. Files travel in <c>files up</c> and <c>files down</c>,
/// which are not there where files wait for their own rounds (<see cref="FilePolicy"/>).
/// </remarks>
internal sealed class LiveSession(SyncAccount account, LiveTools tools) : IDisposable
{
    private static readonly TimeSpan Anyway = TimeSpan.FromMinutes(10); // without being asked: what was put off is tried again, and a feed that leaves something out is found out

    private readonly TimeProvider _time = tools.Time;
    private readonly LiveConnection _connection = new(account, tools.Door);
    private readonly RoundPlace _place = new();
    private readonly RoundBell _round = new(tools.Time);
    private readonly Bell _filesUp = new(tools.Time);
    private readonly Bell _filesDown = new(tools.Time);
    private readonly Inbox _inbox = new(tools.Mediator, tools.Devices.SharingOf(account.Client));
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _next = NewRound(); // ends with the round that has not begun yet
    private volatile TaskCompletionSource? _running; // ends with the round that runs
    private volatile bool _isSending;

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] lanes =
        [
            Lane("documents").RunAsync(RoundAsync, stop.Token),
            Lane("down").RunAsync(FollowAsync, stop.Token),
            Lane("up").RunAsync(SendAsync, stop.Token),
            .. tools.Options.Files.Moves is FileMoves.Scheduled ? [] : FileLanes(stop.Token),
        ];
        try
        {
            await await Task.WhenAny(lanes); // a lane ends by being cancelled, or by a mistake of ours: then the others end, too, and it is told
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(lanes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            tools.Board.Clear();
        }
    }

    public void Dispose() => _connection.Dispose();

    private Task[] FileLanes(CancellationToken cancellationToken) =>
    [
        Lane("files up").RunAsync(SendFilesAsync, cancellationToken),
        Lane("files down").RunAsync(FetchFilesAsync, cancellationToken),
    ];

    private Lane Lane(string name) => new(name, tools.Board, tools.Network.Nudge, _time);

    private async Task RoundAsync(Lane lane, CancellationToken cancellationToken)
    {
        if (_begun.Task.IsCompleted)
        {
            await _round.WaitAsync(Anyway, cancellationToken);
        }

        (_running, _next) = (_next, NewRound());
        try
        {
            var client = await ConnectAsync(cancellationToken);
            var report = await RenewingAsync(() => tools.Rounds.NotedAsync(_place, () => tools.Rounds.RunDocumentsAsync(client, account, _place, cancellationToken)));
            lane.Well();
            _inbox.Forget();
            _begun.TrySetResult();
            if (_place.Push.Held.Count > 0)
            {
                _filesUp.Ring();
            }

            if (report.DocumentsPulled > 0)
            {
                _filesDown.Ring();
            }
        }
        catch
        {
            _round.RingNow(); // what was asked for is still to be done
            throw;
        }
        finally
        {
            var over = _running;
            _running = null;
            over.TrySetResult();
        }
    }

    private async Task FollowAsync(Lane lane, CancellationToken cancellationToken)
    {
        await _begun.Task.WaitAsync(cancellationToken);
        var client = await ConnectAsync(cancellationToken);
        using var nudged = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var network = tools.Network.Register(nudged);
        try
        {
            await foreach (var rows in new ContinuousFeed(client, account.Address.Database, _time).ReadAsync(_place.PulledTo, nudged.Token))
            {
                lane.Well();
                await TakeAsync(rows, nudged.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _round.RingNow(); // the network is another: the line that looked open may lead nowhere
        }
        catch (RemoteRefusedException)
        {
            _connection.Renew();
            throw;
        }
    }

    private async Task TakeAsync(ImmutableArray<LiveRow> rows, CancellationToken cancellationToken)
    {
        if (rows.IsEmpty)
        {
            if (!_round.IsRung && _running is null && !_isSending && _place.Push.Held.Count == 0)
            {
                tools.Journal.Confirmed(); // the server is there, and nothing has changed on either side since the last round
            }

            return;
        }

        var isAllHere = false;
        if (_running is not null || !await tools.Rounds.TryAloneAsync(async () => isAllHere = await _inbox.TakeAsync(rows, cancellationToken), cancellationToken))
        {
            _round.RingNow();
            return;
        }

        _filesDown.Ring(); // what came may name one
        if (isAllHere || rows.All(row => RemoteNames.IsDeviceLog(row.Id)))
        {
            _round.RingSoon();
        }
        else
        {
            _round.RingNow();
        }
    }

    private async Task SendAsync(Lane lane, CancellationToken cancellationToken)
    {
        await _begun.Task.WaitAsync(cancellationToken);
        for (var seen = LocalSequence.Start; ;)
        {
            var since = seen.Value > _place.Push.Through.Value ? seen : _place.Push.Through;
            _isSending = false;
            if (!await HasChangedAsync(since, TimeSpan.Zero, cancellationToken))
            {
                lane.Well(); // what it could not send, if there was something, a round has sent
                if (!await HasChangedAsync(since, TimeSpan.FromMinutes(1), cancellationToken))
                {
                    continue;
                }
            }

            _isSending = true;
            if (_running is { } round)
            {
                await round.Task.WaitAsync(cancellationToken); // it takes along what has changed, or rings again
                continue;
            }

            seen = await SendAtOnceAsync(since, cancellationToken);
            lane.Well();
        }
    }

    private Task<bool> HasChangedAsync(LocalSequence since, TimeSpan atMost, CancellationToken cancellationToken) =>
        tools.Mediator.Send(new AwaitChanges(DatabaseName.Vault, since, atMost), cancellationToken);

    private async Task<LocalSequence> SendAtOnceAsync(LocalSequence since, CancellationToken cancellationToken)
    {
        var client = await ConnectAsync(cancellationToken);
        var sent = new Outgoing(since, IsAllSent: false);
        var outbox = new Outbox(tools.Mediator, tools.Devices, account, _inbox);
        await RenewingAsync(() => tools.Rounds.TryAloneAsync(async () => sent = await outbox.SendAsync(client, since, cancellationToken), cancellationToken));
        if (sent.IsAllSent)
        {
            _round.RingSoon();
            return sent.Through;
        }

        var over = _next.Task;
        if (!sent.IsStopped)
        {
            _round.RingNow();
        }

        await over.WaitAsync(cancellationToken);
        return since;
    }

    private async Task SendFilesAsync(Lane lane, CancellationToken cancellationToken)
    {
        await _begun.Task.WaitAsync(cancellationToken);
        var client = await ConnectAsync(cancellationToken);
        var moved = await RenewingAsync(() => tools.Files.SendAsync(client, account, new ByteBudget(null), cancellationToken));
        lane.Well();
        if (moved.Confirmed > 0)
        {
            _round.RingNow();
        }

        await _filesUp.WaitAsync(Anyway, cancellationToken);
    }

    private async Task FetchFilesAsync(Lane lane, CancellationToken cancellationToken)
    {
        await _begun.Task.WaitAsync(cancellationToken);
        var client = await ConnectAsync(cancellationToken);
        await RenewingAsync(() => tools.Files.FetchAsync(client, account, new ByteBudget(null), cancellationToken));
        lane.Well();
        await _filesDown.WaitAsync(Anyway, cancellationToken);
    }

    private static TaskCompletionSource NewRound() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<CouchClient> ConnectAsync(CancellationToken cancellationToken) => _connection.GetAsync(cancellationToken);

    // After a no the login is another, or will be: the next try begins with it.
    private async Task<T> RenewingAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (RemoteRefusedException)
        {
            _connection.Renew();
            throw;
        }
    }
}
