using System.Collections.Immutable;

namespace Aurix.Platform.Merging.Json;

/// <summary>The order of the elements of an array that people sort by hand.</summary>
/// <remarks>
/// What all three versions have follows the only side that sorted it anew; if both did, the later one. Everything else stands where it
/// stood on its side: right of its nearest neighbour to the left that is still there. Of two at one place the earlier edit's comes first.
/// </remarks>
internal static class KeyedOrder
{
    /// <summary>The keys that stay, in order.</summary>
    /// <param name="before">All keys of the ancestor.</param>
    /// <param name="earlier">All keys of the head with the earlier stamp.</param>
    /// <param name="later">All keys of the other.</param>
    /// <param name="stays">Whether a key is in the result.</param>
    /// <param name="contested">Both sorted what all have, and differently.</param>
    public static List<string> Arrange(
        ImmutableArray<string> before, ImmutableArray<string> earlier, ImmutableArray<string> later, Func<string, bool> stays, out bool contested)
    {
        var shared = before.Where(stays).ToHashSet(StringComparer.Ordinal);
        shared.IntersectWith(earlier);
        shared.IntersectWith(later);
        var (was, first, second) = (Of(before), Of(earlier), Of(later));
        contested = !first.SequenceEqual(was) && !second.SequenceEqual(was) && !first.SequenceEqual(second);
        var spine = second.SequenceEqual(was) ? first : second;

        var right = new Dictionary<string, List<string>>(StringComparer.Ordinal); // what stands right of a key, "" for the beginning: of each side at most one
        var placed = new HashSet<string>(shared, StringComparer.Ordinal);
        Hang(earlier, without: later);
        Hang(later, without: []);

        var order = new List<string>();
        Follow(right.GetValueOrDefault(Start) ?? []);
        foreach (var key in spine)
        {
            Follow([key]);
        }

        return order;

        List<string> Of(ImmutableArray<string> keys) => [.. keys.Where(shared.Contains)];

        // What both added stands where the later one put it; so no two elements can each stand right of the other.
        void Hang(ImmutableArray<string> keys, ImmutableArray<string> without)
        {
            var left = Start;
            var elsewhere = without.ToHashSet(StringComparer.Ordinal);
            foreach (var key in keys.Where(stays))
            {
                if (!placed.Contains(key) && !elsewhere.Contains(key))
                {
                    placed.Add(key);
                    if (!right.TryGetValue(left, out var list))
                    {
                        right[left] = list = [];
                    }

                    list.Add(key);
                }

                left = Mark(key);
            }
        }

        void Follow(IEnumerable<string> start)
        {
            var open = new Stack<string>(start.Reverse());
            while (open.TryPop(out var key))
            {
                order.Add(key);
                foreach (var next in (right.GetValueOrDefault(Mark(key)) ?? []).AsEnumerable().Reverse())
                {
                    open.Push(next);
                }
            }
        }
    }

    // A key may be empty, and the beginning is none.
    private const string Start = "";

    private static string Mark(string key) => "=" + key;
}
