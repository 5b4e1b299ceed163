using System.Text;

namespace Aurix.Platform.Tests;

/// <summary>Damages bytes the way fuzzers do: flips, cuts, repeats, splices, and words that parsers stumble over. The same seed damages the same way.</summary>
public sealed class Mutator(int seed)
{
    private static readonly byte[][] Words =
    [
        .. new[] { "null", "true", "-1", "1e999", "9007199254740993", "\"\"", "{}", "[]", "{\"", "\\ud800", "\\u0000", "\u0000", "\"e\":", "\"_deleted\":true,", "\uFEFF", "Ａ", "=", "-_", "AX" }
            .Select(Encoding.UTF8.GetBytes),
        [0xff, 0xff, 0xff, 0xff],
        [0xff, 0xff, 0xff, 0x7f],
        [0, 0, 0, 0x80],
        [0xc0, 0x80],
    ];

    private readonly Random _random = new(seed);

    /// <summary>A number from 0 to one less than <paramref name="end"/>.</summary>
    public int Next(int end) => _random.Next(end);

    /// <summary>One to four damages to a copy. May, rarely, come to the same bytes.</summary>
    public byte[] Damage(ReadOnlySpan<byte> bytes)
    {
        var damaged = bytes.ToArray().ToList();
        for (var count = 1 + _random.Next(4); count > 0; count--)
        {
            var at = _random.Next(damaged.Count + 1);
            var length = Math.Min(1 + _random.Next(16), damaged.Count - at);
            switch (_random.Next(8))
            {
                case 0 when at < damaged.Count:
                    damaged[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1 when at < damaged.Count:
                    damaged[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    damaged.RemoveRange(at, length);
                    break;
                case 3:
                    damaged.InsertRange(at, damaged.GetRange(at, length));
                    break;
                case 4:
                    damaged.InsertRange(at, Words[_random.Next(Words.Length)]);
                    break;
                case 5:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
                case 6 when damaged.Count > 0:
                    damaged.InsertRange(at, damaged.GetRange(_random.Next(damaged.Count), 1));
                    break;
                default:
                    damaged.InsertRange(at, Enumerable.Repeat((byte)_random.Next(256), 1 + _random.Next(300)));
                    break;
            }
        }

        return [.. damaged];
    }
}
