using System.Collections.Concurrent;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Wakes feeds that wait for a change in a database.</summary>
/// <remarks>A listener takes <see cref="Next"/> before it reads and waits on it after: a change in between has rung by then.</remarks>
internal sealed class ChangeBell
{
    private readonly ConcurrentDictionary<DatabaseName, TaskCompletionSource> _listeners = new();

    /// <summary>Completes at the next change.</summary>
    public Task Next(DatabaseName database) =>
        _listeners.GetOrAdd(database, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Ring(DatabaseName database)
    {
        if (_listeners.TryRemove(database, out var listeners))
        {
            listeners.SetResult();
        }
    }
}
