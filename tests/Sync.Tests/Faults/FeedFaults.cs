namespace Aurix.Platform.Tests.Faults;

/// <summary>What may become of a feed that stays open on its way, between honest people: each takes what comes and hands on what is left of it.</summary>
internal static class FeedFaults
{
    /// <summary>Breaks off after so many bytes, wherever in a row that is.</summary>
    public static async IAsyncEnumerable<byte[]> CutAsync(IAsyncEnumerable<byte[]> feed, int after)
    {
        await foreach (var piece in feed)
        {
            if (piece.Length >= after)
            {
                yield return piece[..after];
                throw new IOException("The feed broke off.");
            }

            after -= piece.Length;
            yield return piece;
        }
    }

    /// <summary>Ends as if that were all, in the middle of a row.</summary>
    public static async IAsyncEnumerable<byte[]> EndedAsync(IAsyncEnumerable<byte[]> feed, int rows)
    {
        await foreach (var line in LinesAsync(feed))
        {
            yield return rows > 0 ? line : line[..(line.Length / 2)];
            if (rows-- == 0 && line.Length > 1)
            {
                yield break;
            }
        }
    }

    /// <summary>Stays open after so many rows and carries nothing any more, as a connection does that something in between has forgotten.</summary>
    public static async IAsyncEnumerable<byte[]> ForgottenAsync(IAsyncEnumerable<byte[]> feed, int rows)
    {
        await foreach (var line in LinesAsync(feed))
        {
            if (rows-- > 0)
            {
                yield return line;
            }
        }
    }

    /// <summary>A proxy that hands on whole blocks only.</summary>
    public static async IAsyncEnumerable<byte[]> BufferedAsync(IAsyncEnumerable<byte[]> feed, int block)
    {
        var held = new List<byte>();
        await foreach (var piece in feed)
        {
            held.AddRange(piece);
            for (; held.Count >= block; held.RemoveRange(0, block))
            {
                yield return [.. held[..block]];
            }
        }
    }

    /// <summary>A few bytes at a time.</summary>
    public static async IAsyncEnumerable<byte[]> DripAsync(IAsyncEnumerable<byte[]> feed, int bytes)
    {
        await foreach (var piece in feed)
        {
            foreach (var drop in piece.Chunk(bytes))
            {
                yield return drop;
            }
        }
    }

    /// <summary>Each row comes twice, the second time after the next one.</summary>
    public static async IAsyncEnumerable<byte[]> RepeatedAsync(IAsyncEnumerable<byte[]> feed)
    {
        byte[] before = [];
        await foreach (var line in LinesAsync(feed))
        {
            yield return [.. line, .. before];
            before = line;
        }
    }

    /// <summary>Neighbours change places. A sign of life is a neighbour, so that no row is held for long.</summary>
    public static async IAsyncEnumerable<byte[]> ReorderedAsync(IAsyncEnumerable<byte[]> feed)
    {
        byte[]? held = null;
        await foreach (var line in LinesAsync(feed))
        {
            if (held is null)
            {
                held = line;
            }
            else
            {
                yield return [.. line, .. held];
                held = null;
            }
        }
    }

    /// <summary>One row in so many lacks its end, and the next begins on a line of its own all the same.</summary>
    public static async IAsyncEnumerable<byte[]> TruncatedAsync(IAsyncEnumerable<byte[]> feed, int oneIn)
    {
        var number = 0;
        await foreach (var line in LinesAsync(feed))
        {
            yield return line.Length > 1 && ++number % oneIn == 0 ? [.. line[..(line.Length / 2)], (byte)'\n'] : line;
        }
    }

    private static async IAsyncEnumerable<byte[]> LinesAsync(IAsyncEnumerable<byte[]> feed)
    {
        var held = new List<byte>();
        await foreach (var piece in feed)
        {
            held.AddRange(piece);
            for (int end; (end = held.IndexOf((byte)'\n')) >= 0; held.RemoveRange(0, end + 1))
            {
                yield return [.. held[..(end + 1)]];
            }
        }
    }
}
