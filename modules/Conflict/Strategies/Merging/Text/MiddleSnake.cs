using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>Finds the fewest deletions and insertions between two sequences, in memory that grows with their length only.</summary>
/// <remarks>
/// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the linear-space refinement: search from both ends at once, and where the
/// searches meet, split. The larger half is done in a loop and the smaller by recursion, so the depth is at most the logarithm of the length.
/// </remarks>
internal sealed class MiddleSnake
{
    private readonly int[] _a;
    private readonly int[] _b;
    private readonly bool[] _deleted;
    private readonly bool[] _inserted;
    private readonly MergeFuel _fuel;
    private readonly int[] _forward;
    private readonly int[] _backward;
    private readonly int _zero;

    /// <param name="deleted">Is set where a token of <paramref name="a"/> has no partner.</param>
    /// <param name="inserted">Is set where a token of <paramref name="b"/> has none.</param>
    public MiddleSnake(int[] a, int[] b, bool[] deleted, bool[] inserted, MergeFuel fuel)
    {
        (_a, _b, _deleted, _inserted, _fuel) = (a, b, deleted, inserted, fuel);

        // Diagonals x - y go from -b to a, and one more at each end is written as a wall.
        _forward = new int[a.Length + b.Length + 3];
        _backward = new int[a.Length + b.Length + 3];
        _zero = b.Length + 1;
    }

    /// <summary>Compares all. False when the fuel ran out; the marks mean nothing then.</summary>
    public bool Run() => Run(0, _a.Length, 0, _b.Length);

    private bool Run(int aLow, int aHigh, int bLow, int bHigh)
    {
        while (true)
        {
            while (aLow < aHigh && bLow < bHigh && _a[aLow] == _b[bLow])
            {
                aLow++;
                bLow++;
            }

            while (aLow < aHigh && bLow < bHigh && _a[aHigh - 1] == _b[bHigh - 1])
            {
                aHigh--;
                bHigh--;
            }

            if (aLow == aHigh || bLow == bHigh)
            {
                _deleted.AsSpan(aLow, aHigh - aLow).Fill(true);
                _inserted.AsSpan(bLow, bHigh - bLow).Fill(true);
                return true;
            }

            if (!Split(aLow, aHigh, bLow, bHigh, out var x, out var y))
            {
                return false;
            }

            if ((x - aLow) + (y - bLow) < (aHigh - x) + (bHigh - y))
            {
                if (!Run(aLow, x, bLow, y))
                {
                    return false;
                }

                (aLow, bLow) = (x, y);
            }
            else
            {
                if (!Run(x, aHigh, y, bHigh))
                {
                    return false;
                }

                (aHigh, bHigh) = (x, y);
            }
        }
    }

    /// <summary>A point on a shortest path, strictly within. Both sequences are not empty and differ at both ends.</summary>
    private bool Split(int aLow, int aHigh, int bLow, int bHigh, out int x, out int y)
    {
        var (forward, backward, zero) = (_forward, _backward, _zero);
        var (lowest, highest) = (aLow - bHigh, aHigh - bLow);
        var (start, end) = (aLow - bLow, aHigh - bHigh);
        var odd = ((start - end) & 1) != 0;
        var (forwardMin, forwardMax, backwardMin, backwardMax) = (start, start, end, end);
        forward[zero + start] = aLow;
        backward[zero + end] = aHigh;
        while (true)
        {
            long steps = 0;
            forwardMin = forwardMin > lowest ? Wall(forward, forwardMin - 1, -1, -1) : forwardMin + 1;
            forwardMax = forwardMax < highest ? Wall(forward, forwardMax + 1, 1, -1) : forwardMax - 1;
            for (var k = forwardMax; k >= forwardMin; k -= 2)
            {
                x = Math.Max(forward[zero + k - 1] + 1, forward[zero + k + 1]);
                y = x - k;
                var from = x;
                while (x < aHigh && y < bHigh && _a[x] == _b[y])
                {
                    x++;
                    y++;
                }

                steps += x - from + 1;
                forward[zero + k] = x;
                if (odd && backwardMin <= k && k <= backwardMax && backward[zero + k] <= x)
                {
                    return _fuel.Take(steps);
                }
            }

            backwardMin = backwardMin > lowest ? Wall(backward, backwardMin - 1, -1, int.MaxValue) : backwardMin + 1;
            backwardMax = backwardMax < highest ? Wall(backward, backwardMax + 1, 1, int.MaxValue) : backwardMax - 1;
            for (var k = backwardMax; k >= backwardMin; k -= 2)
            {
                x = Math.Min(backward[zero + k - 1], backward[zero + k + 1] - 1);
                y = x - k;
                var from = x;
                while (x > aLow && y > bLow && _a[x - 1] == _b[y - 1])
                {
                    x--;
                    y--;
                }

                steps += from - x + 1;
                backward[zero + k] = x;
                if (!odd && forwardMin <= k && k <= forwardMax && x <= forward[zero + k])
                {
                    return _fuel.Take(steps);
                }
            }

            if (!_fuel.Take(steps))
            {
                (x, y) = (aLow, bLow);
                return false;
            }
        }
    }

    /// <summary>Opens a diagonal and puts a wall behind it that no path comes from.</summary>
    private int Wall(int[] reach, int diagonal, int direction, int value)
    {
        reach[_zero + diagonal + direction] = value;
        return diagonal;
    }
}
