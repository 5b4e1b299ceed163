namespace Aurix.Platform.Sync.Replication;

/// <summary>Work that is under way several at a time and seen to its end in the order in which it was begun. What is left over when it is disposed of is cancelled and waited for.</summary>
/// <param name="lanes">How many at a time.</param>
/// <param name="cancellationToken">Cancels all of it.</param>
internal sealed class InOrder<T>(int lanes, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly Queue<Task<T>> _work = new();

    public bool IsEmpty => _work.Count == 0;

    public bool IsFull => _work.Count >= lanes;

    /// <summary>Whether the next to be taken is at its end, well or not.</summary>
    public bool IsNextOver => _work.TryPeek(out var next) && next.IsCompleted;

    /// <summary>Whether the next to be taken came to its end well.</summary>
    public bool IsNextDone => _work.TryPeek(out var next) && next.IsCompletedSuccessfully;

    /// <summary>What was begun last.</summary>
    public Task Newest { get; private set; } = Task.CompletedTask;

    public void Begin(Func<CancellationToken, Task<T>> work)
    {
        var begun = work(_stop.Token);
        _work.Enqueue(begun);
        Newest = begun;
    }

    /// <summary>The one that was begun first, when it is at its end.</summary>
    public Task<T> TakeAsync() => _work.Dequeue();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)Task.WhenAll(_work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
