using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Sqlite;

/// <summary>The only writer of a file in this process. Whoever waits while one commit goes to disk shares the next (group commit).</summary>
/// <remarks>
/// Each job runs in a savepoint, so one that fails is undone alone. A commit that fails, fails every job in it.
/// Other processes may write as well: SQLite's lock decides, and every job reads what it builds on inside the transaction.
/// </remarks>
internal sealed class WriterLoop : IAsyncDisposable
{
    // More jobs in one transaction make the first of them wait longer; fewer cost more trips to the disk.
    private const int LargestGroup = 256;

    // A trip to the disk takes longer than this, so waiting for one more caller to share it pays; a longer wait would be felt by those who wait.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMicroseconds(300);

    private readonly Channel<WriteJob> _jobs = Channel.CreateUnbounded<WriteJob>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Session _session;
    private readonly TimeProvider _time;
    private readonly Action<Session> _check;
    private readonly Func<Exception, Exception> _translate;
    private readonly Task _loop;
    private bool? _durable;
    private int _expected;

    public WriterLoop(Session session, TimeProvider time, Action<Session> check, Func<Exception, Exception> translate)
    {
        _session = session;
        _time = time;
        _check = check;
        _translate = translate;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Hands a job to the loop, answering false when the file is being closed.</summary>
    public bool TryAdd(WriteJob job) => _jobs.Writer.TryWrite(job);

    /// <summary>Finishes what was handed in, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await _loop;
        _session.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _jobs.Reader.WaitToReadAsync())
        {
            await CommitGroupAsync();
        }
    }

    private async Task CommitGroupAsync()
    {
        var group = new List<WriteJob>();
        try
        {
            if (!_jobs.Reader.TryPeek(out var first))
            {
                return;
            }

            SetDurability(first.Durable);
            Effects effects = new();
            var begun = false;
            while (group.Count < LargestGroup && await PeekAsync(group.Count) is { } job && job.Durable == first.Durable)
            {
                _jobs.Reader.TryRead(out _);
                if (job.CancellationToken.IsCancellationRequested)
                {
                    job.Cancel();
                    continue;
                }

                group.Add(job);
                if (!begun)
                {
                    Begin();
                    begun = true;
                }

                if (await RunInSavepointAsync(job) is { } wanted)
                {
                    effects.Add(wanted);
                }
                else
                {
                    group.Remove(job);
                }
            }

            if (begun)
            {
                _session.Held?.Flush(_session);
                _session.Run("COMMIT");
                _expected = group.Count;
                Acknowledge(group, effects);
            }
        }
        catch (Exception wrong)
        {
            _session.RollBack();
            foreach (var job in group)
            {
                job.Fail(_translate(wrong));
            }
        }
    }

    /// <summary>The next job; null when none is there. Callers who were answered together come back together, so as many as last time are given a moment.</summary>
    private async ValueTask<WriteJob?> PeekAsync(int soFar)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_jobs.Reader.TryPeek(out var job))
            {
                return job;
            }

            if (soFar >= _expected || Stopwatch.GetElapsedTime(start) > LongestWait)
            {
                return null;
            }

            await Task.Yield();
        }
    }

    private static void Acknowledge(List<WriteJob> group, Effects effects)
    {
        effects.RunActions();
        if (group.Count > 0 && !effects.IsEmpty)
        {
            group[^1].Bell = effects;
        }

        foreach (var job in group)
        {
            job.Complete();
        }
    }

    /// <summary>Runs the job; null when it failed and was undone.</summary>
    private async ValueTask<Effects?> RunInSavepointAsync(WriteJob job)
    {
        var effects = new Effects();
        var held = _session.Held;
        _session.Run("SAVEPOINT job");
        try
        {
            await job.RunAsync(_session, effects);
            _session.Run("RELEASE job");
            return effects;
        }
        catch (Exception wrong)
        {
            Undo(wrong);
            _session.Held = held;
            job.Fail(_translate(wrong));
            return null;
        }
    }

    private void Undo(Exception wrong)
    {
        try
        {
            _session.Run("ROLLBACK TO job");
            _session.Run("RELEASE job");
        }
        catch (SqliteException)
        {
            // A full disk makes SQLite roll back everything by itself. Then the whole group fails, and of what went wrong first.
            ExceptionDispatchInfo.Throw(wrong);
        }
    }

    private void Begin()
    {
        _session.Run("BEGIN IMMEDIATE");
        _session.Held = null;
        _session.Now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _check(_session);
    }

    // Cannot change inside a transaction, so jobs that need the disk to have it do not share one with jobs that do not.
    private void SetDurability(bool durable)
    {
        if (_durable != durable)
        {
            _session.RunScript(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _durable = durable;
        }
    }
}
