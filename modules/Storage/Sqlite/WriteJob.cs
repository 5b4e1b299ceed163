namespace Aurix.Platform.Storage.Sqlite;

/// <summary>Something to do inside a write transaction, and the caller who waits for it to be durable.</summary>
internal abstract class WriteJob(bool durable, CancellationToken cancellationToken)
{
    /// <summary>Whether the caller is promised that the write survives a power cut.</summary>
    public bool Durable { get; } = durable;

    /// <summary>A caller may give up until the work starts; after that the outcome is the outcome.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>What the commit has to tell the world, if this job is the one of its group that tells it.</summary>
    public Effects? Bell { get; set; }

    public abstract ValueTask RunAsync(Session session, Effects effects);

    public abstract void Complete();

    public abstract void Fail(Exception wrong);

    public abstract void Cancel();
}

/// <summary>A write job with a result.</summary>
internal sealed class WriteJob<T>(Func<Session, Effects, ValueTask<T>> work, bool durable, CancellationToken cancellationToken)
    : WriteJob(durable, cancellationToken)
{
    // The loop must not run its callers' code.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override async ValueTask RunAsync(Session session, Effects effects) => _result = await work(session, effects);

    public override void Complete() => _done.SetResult(_result!);

    public override void Fail(Exception wrong) => _done.SetException(wrong);

    public override void Cancel() => _done.SetCanceled(CancellationToken);
}
