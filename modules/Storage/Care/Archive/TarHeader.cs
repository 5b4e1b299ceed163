using System.Globalization;
using System.Text;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>A header block of a tar file (POSIX.1-2001, "ustar"), as far as an archive of ours uses one.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Type"><c>0</c> for a plain file, <c>x</c> for what is said about the next entry.</param>
internal sealed record TarHeader(string Name, long Size, char Type)
{
    public const int BlockSize = 512;

    /// <summary>Reads a block; null when it is no header.</summary>
    public static TarHeader? Read(ReadOnlySpan<byte> block)
    {
        if (!block.Slice(257, 5).SequenceEqual("ustar"u8) || Octal(block.Slice(148, 8)) != Sum(block) || Octal(block.Slice(124, 12)) is not { } size)
        {
            return null;
        }

        var (name, prefix) = (Text(block[..100]), Text(block.Slice(345, 155)));
        return new TarHeader(prefix.Length == 0 ? name : $"{prefix}/{name}", size, block[156] == 0 ? '0' : (char)block[156]);
    }

    /// <summary>Reads the records of an <c>x</c> entry, <c>length key=value\n</c> each; null when they are none.</summary>
    public static Dictionary<string, string>? Extended(ReadOnlySpan<byte> data)
    {
        var records = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!data.IsEmpty)
        {
            var blank = data[..Math.Min(data.Length, 8)].IndexOf((byte)' ');
            if (blank < 1
                || !int.TryParse(data[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= blank + 1
                || length > data.Length
                || data[length - 1] != '\n')
            {
                return null;
            }

            var record = Encoding.UTF8.GetString(data[(blank + 1)..(length - 1)]);
            var equals = record.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !records.TryAdd(record[..equals], record[(equals + 1)..]))
            {
                return null;
            }

            data = data[length..];
        }

        return records;
    }

    // The checksum counts its own field as blanks.
    private static long Sum(ReadOnlySpan<byte> block)
    {
        var sum = 8L * ' ';
        for (var index = 0; index < BlockSize; index++)
        {
            sum += index is >= 148 and < 156 ? 0 : block[index];
        }

        return sum;
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        var digits = field.Trim("\0 "u8);
        var number = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            number = (number * 8) + (digit - '0');
        }

        return number;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
