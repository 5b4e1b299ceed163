using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Merging.Text;

namespace Aurix.Platform.Merging.Json;

/// <summary>Joins arrays whose elements have no keys, by where they stand: what either removed is gone, what either inserted is there.</summary>
/// <remarks>An element that was changed was removed and another inserted in its place. If both changed it, both are there, the earlier edit's first.</remarks>
internal sealed class SequenceMerge(MergeScene scene)
{
    public ArrayNode Join(ArrayNode? o, ArrayNode a, ArrayNode b, Place place)
    {
        scene.Pay(a.Items.Length + b.Items.Length + (o?.Items.Length ?? 0));
        var numbers = new Dictionary<Node, int>();
        var (first, second) = (Numbers(a), Numbers(b));

        // Without an ancestor, what both have in the same order stands for one.
        var was = o?.Items ?? Common(a, first, second);
        var before = o is null ? Numbers(new ArrayNode(was)) : Numbers(o);
        var earlier = new Side(a.Items, Compare(before, first));
        var later = new Side(b.Items, Compare(before, second));
        var joined = ImmutableArray.CreateBuilder<Node>();
        for (var index = 0; index <= was.Length; index++)
        {
            Insert(earlier.At(index), later.At(index));
            if (index < was.Length)
            {
                Keep(was[index], earlier.Next(index), later.Next(index));
            }
        }

        return new(joined.DrainToImmutable());

        int[] Numbers(ArrayNode array) => [.. array.Items.Select(item =>
        {
            if (!numbers.TryGetValue(item, out var number))
            {
                numbers[item] = number = numbers.Count;
            }

            return number;
        })];

        List<Hunk> Compare(int[] from, int[] to) => TextDiff.Compare(from, to, numbers.Count, scene.Fuel) ?? throw MergeStoppedException.OutOfFuel();

        ImmutableArray<Node> Common(ArrayNode array, int[] from, int[] to)
        {
            var changed = Compare(from, to);
            return [.. array.Items.Where((_, index) => !changed.Exists(hunk => hunk.Start <= index && index < hunk.End))];
        }

        void Keep(Node old, Node? one, Node? other)
        {
            scene.Choices.Settle(one);
            scene.Choices.Settle(other);
            if (one is not null && other is not null)
            {
                joined.Add(Spelling.Equal(other, old) ? one : other);
            }
        }

        void Insert(Insertion one, Insertion other)
        {
            var mine = one.Items.AsSpan();
            var yours = other.Items.AsSpan();
            var head = mine.CommonPrefixLength(yours);
            var tail = 0;
            while (tail < Math.Min(mine.Length, yours.Length) - head && mine[^(tail + 1)].Equals(yours[^(tail + 1)]))
            {
                tail++;
            }

            var (left, right) = (one.Items[head..^tail], other.Items[head..^tail]);
            foreach (var twin in one.Items[..head].Concat(one.Items[^tail..]))
            {
                scene.Choices.Settle(twin); // the later head's stands for it
            }

            joined.AddRange(other.Items[..head]);
            joined.AddRange(left);
            joined.AddRange(right);
            joined.AddRange(other.Items[^tail..]);
            if (left.Length > 0 && right.Length > 0)
            {
                var kind = one.Replaces && other.Replaces ? ConflictRecordKinds.BothKept : ConflictRecordKinds.BothInserted;
                scene.Choices.Add(place, kind, before: null, new ArrayNode(left), new ArrayNode(right), chosen: null);
            }
        }
    }

    /// <summary>What one side has where an element of the ancestor stood.</summary>
    private sealed class Side(ImmutableArray<Node> items, List<Hunk> hunks)
    {
        private int _hunk;
        private int _shift;

        /// <summary>What the side inserted before an element of the ancestor.</summary>
        public Insertion At(int index)
        {
            if (_hunk < hunks.Count && hunks[_hunk].Start == index)
            {
                var hunk = hunks[_hunk];
                return new(items[hunk.From..hunk.To], hunk.Deletes);
            }

            return new([], Replaces: false);
        }

        /// <summary>The side's own copy of an element of the ancestor; nothing when it removed it. Asked for each element in turn.</summary>
        public Node? Next(int index)
        {
            if (_hunk < hunks.Count && hunks[_hunk].Start <= index)
            {
                var hunk = hunks[_hunk];
                if (index < hunk.End)
                {
                    return null; // the hunk stays in force up to its end
                }

                _shift = hunk.To - hunk.End;
                _hunk++;
                return Next(index);
            }

            return items[index + _shift];
        }
    }

    /// <summary>What one side inserted at one place, and whether it removed something there.</summary>
    private readonly record struct Insertion(ImmutableArray<Node> Items, bool Replaces);
}
