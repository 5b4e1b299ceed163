using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Composition;

/// <summary>A place in the pipeline: the role, and the copy that serves it now.</summary>
internal sealed class ModuleSlot(string role, Generation current)
{
    private Generation _current = current;
    private TaskCompletionSource? _gate;

    public string Role => role;

    public Generation Current => Volatile.Read(ref _current);

    /// <summary>Whether callers wait at the door because a swap is under way.</summary>
    public bool IsClosed => Volatile.Read(ref _gate) is not null;

    /// <summary>Puts a copy into service and answers the one before it, which serves until it is drained.</summary>
    public Generation Replace(Generation next) => Interlocked.Exchange(ref _current, next);

    /// <summary>Makes callers wait at the door while no copy serves, until <see cref="Open"/>.</summary>
    public void Close() => Volatile.Write(ref _gate, new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Lets those who wait in.</summary>
    public void Open() => Interlocked.Exchange(ref _gate, null)?.TrySetResult();

    /// <summary>Enters the copy that serves now.</summary>
    /// <exception cref="ModuleException"><c>ModuleStopped</c>.</exception>
    public ValueTask<Generation> LeaseAsync(CancellationToken cancellationToken)
    {
        var generation = Current;
        return generation.TryLease() ? new(generation) : new(WaitAsync(cancellationToken));
    }

    // A copy refuses only after the gate was closed or its successor published, so one look at both is enough to know what to wait for.
    private async Task<Generation> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Volatile.Read(ref _gate) is { } gate)
            {
                await gate.Task.WaitAsync(cancellationToken);
            }

            var generation = Current;
            if (generation.TryLease())
            {
                return generation;
            }

            if (generation.IsOver && ReferenceEquals(generation, Current) && Volatile.Read(ref _gate) is null)
            {
                throw new ModuleException("ModuleStopped", $"The module for '{role}' has stopped.", "Start Aurix again.");
            }

            await Task.Yield();
        }
    }
}
