using Aurix.Platform.Documents;
using CsCheck;

namespace Aurix.Platform.Tests;

public sealed class CausalSetTests
{
    private static readonly Gen<Dot[]> Dots = Gen.Select(Gen.ULong[1, 3], Gen.Long[1, 12]).Select((actor, number) => new Dot(new ActorId(actor), number)).Array[0, 20];

    [Fact]
    public void It_behaves_as_a_set_of_edits() => Gen.Select(Dots, Dots).Sample((left, right) =>
    {
        var (one, other) = (Of(left), Of(right));
        var (a, b) = (left.ToHashSet(), right.ToHashSet());
        return one.Union(other).Equals(Of(a.Union(b)))
            && one.Union(other).Equals(other.Union(one))
            && one.Intersect(other).Equals(Of(a.Intersect(b)))
            && one.IsSubsetOf(other) == a.IsSubsetOf(b)
            && one.IsProperSubsetOf(other) == a.IsProperSubsetOf(b)
            && one.Equals(other) == a.SetEquals(b)
            && right.All(dot => one.Contains(dot) == a.Contains(dot));
    });

    [Fact]
    public void Gaps_are_exact() =>
        Assert.Equal("{0000000000000001:1-2,4}", Of([new(new(1), 4), new(new(1), 1), new(new(1), 2)]).ToString());

    private static CausalSet Of(IEnumerable<Dot> dots) => dots.Aggregate(CausalSet.Empty, (set, dot) => set.With(dot));
}
