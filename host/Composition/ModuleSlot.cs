using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Composition;

/// <summary>A place in the pipeline: the role, and the copy that serves it now.</summary>
internal sealed class ModuleSlot(string role, Generation current)
{
    private Generation _current = current;

    public string Role => role;

    public Generation Current => Volatile.Read(ref _current);

    /// <summary>Enters the copy that serves now.</summary>
    public Generation Lease()
    {
        // A copy is replaced before it is drained, so reading again finds the live one.
        for (var tries = 0; tries < 3; tries++)
        {
            var generation = Current;
            if (generation.TryLease())
            {
                return generation;
            }
        }

        throw new ModuleException("ModuleStopped", $"The module for '{role}' has stopped.", "Start Aurix again.");
    }
}
