using System.Collections.Immutable;

namespace Aurix.Platform.Host.Composition;

/// <summary>Every loaded copy that has to be stopped in the end, in the order of the starts. Copies join, leave and take each other's place while the host runs.</summary>
internal sealed class Generations
{
    private ImmutableList<Generation> _all = [];

    public ImmutableList<Generation> All => Volatile.Read(ref _all);

    public void Add(Generation generation) => ImmutableInterlocked.Update(ref _all, all => all.Add(generation));

    public void Remove(Generation generation) => ImmutableInterlocked.Update(ref _all, all => all.Remove(generation));

    /// <summary>Puts a copy in the place of another: a user still stops before what it uses.</summary>
    public void Replace(Generation before, Generation after) => ImmutableInterlocked.Update(ref _all, all => all.Replace(before, after));
}
