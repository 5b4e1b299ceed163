namespace Aurix.Platform.Merging.Text;

/// <summary>How often each token stands within a gap, and what follows from that: anchors, and tokens that both sides have.</summary>
internal sealed class Occurrences(int[] a, int[] b, int symbols)
{
    private readonly int[] _inA = new int[symbols];
    private readonly int[] _inB = new int[symbols];
    private readonly int[] _lastInB = new int[symbols];

    public void Count(Gap gap)
    {
        for (var i = gap.ALow; i < gap.AHigh; i++)
        {
            _inA[a[i]]++;
        }

        for (var i = gap.BLow; i < gap.BHigh; i++)
        {
            _inB[b[i]]++;
            _lastInB[b[i]] = i;
        }
    }

    /// <summary>Undoes <see cref="Count"/>, without walking over tokens that are elsewhere.</summary>
    public void Forget(Gap gap)
    {
        for (var i = gap.ALow; i < gap.AHigh; i++)
        {
            _inA[a[i]] = 0;
        }

        for (var i = gap.BLow; i < gap.BHigh; i++)
        {
            _inB[b[i]] = 0;
        }
    }

    /// <summary>Where the tokens are that both sides have in the counted gap.</summary>
    public List<int> Shared(int[] side, int from, int to)
    {
        var places = new List<int>();
        for (var i = from; i < to; i++)
        {
            if (_inA[side[i]] > 0 && _inB[side[i]] > 0)
            {
                places.Add(i);
            }
        }

        return places;
    }

    /// <summary>The longest chain of tokens that stand once on each side, in the same order on both.</summary>
    /// <remarks>Patience sorting: each token goes onto the leftmost pile whose top comes after it in b, and remembers the top to its left.</remarks>
    public List<(int A, int B)> Anchors(Gap gap)
    {
        var cards = new List<(int A, int B, int Left)>();
        var tops = new List<int>();
        for (var i = gap.ALow; i < gap.AHigh; i++)
        {
            if (_inA[a[i]] != 1 || _inB[a[i]] != 1)
            {
                continue;
            }

            var place = _lastInB[a[i]];
            var pile = LeftmostPileAfter(place);
            cards.Add((i, place, pile == 0 ? -1 : tops[pile - 1]));
            if (pile == tops.Count)
            {
                tops.Add(cards.Count - 1);
            }
            else
            {
                tops[pile] = cards.Count - 1;
            }
        }

        var chain = new List<(int A, int B)>(tops.Count);
        for (var card = tops.Count == 0 ? -1 : tops[^1]; card >= 0; card = cards[card].Left)
        {
            chain.Add((cards[card].A, cards[card].B));
        }

        chain.Reverse();
        return chain;

        int LeftmostPileAfter(int place)
        {
            // Most tokens come in order and so after every top.
            if (tops.Count == 0 || cards[tops[^1]].B < place)
            {
                return tops.Count;
            }

            var (low, high) = (0, tops.Count - 1);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = cards[tops[middle]].B < place ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
