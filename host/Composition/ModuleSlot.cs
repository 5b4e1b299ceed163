using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Composition;

/// <summary>A place in the pipeline: the role, and the copy that serves it now.</summary>
internal sealed class ModuleSlot(string role, Generation current)
{
    private Generation _current = current;

    public string Role => role;

    public Generation Current => Volatile.Read(ref _current);

    /// <summary>Puts a copy into service and answers the one before it, which serves until it is drained.</summary>
    public Generation Replace(Generation next) => Interlocked.Exchange(ref _current, next);

    /// <summary>Enters the copy that serves now.</summary>
    public Generation Lease()
    {
        // A copy is replaced before it is drained: one that refuses and is still in its place has stopped for good.
        var generation = Current;
        while (!generation.TryLease())
        {
            var next = Current;
            if (ReferenceEquals(next, generation))
            {
                throw new ModuleException("ModuleStopped", $"The module for '{role}' has stopped.", "Start Aurix again.");
            }

            generation = next;
        }

        return generation;
    }
}
