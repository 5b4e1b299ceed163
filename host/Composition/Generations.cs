using System.Collections.Immutable;

namespace Aurix.Platform.Host.Composition;

/// <summary>Every loaded copy that has to be stopped in the end, in the order of the starts. Copies join, leave and take each other's place while the host runs.</summary>
internal sealed class Generations
{
    private ImmutableList<Generation> _all = [];
    private ImmutableList<(string Role, WeakReference Context)> _old = [];

    public ImmutableList<Generation> All => Volatile.Read(ref _all);

    /// <summary>The load contexts of copies that were let go, by role, that are still in memory. One that has just been let go may take a moment.</summary>
    public IEnumerable<(string Role, int Count)> OldCopies => Volatile.Read(ref _old).Where(copy => copy.Context.IsAlive).GroupBy(copy => copy.Role).Select(role => (role.Key, role.Count()));

    /// <summary>Remembers a copy that was let go, without holding on to it.</summary>
    public void LetGo(string role, WeakReference context) => ImmutableInterlocked.Update(ref _old, old => old.RemoveAll(copy => !copy.Context.IsAlive).Add((role, context)));

    public void Add(Generation generation) => ImmutableInterlocked.Update(ref _all, all => all.Add(generation));

    public void Remove(Generation generation) => ImmutableInterlocked.Update(ref _all, all => all.Remove(generation));

    /// <summary>Puts a copy in the place of another: a user still stops before what it uses.</summary>
    public void Replace(Generation before, Generation after) => ImmutableInterlocked.Update(ref _all, all => all.Replace(before, after));
}
