namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Cuts a stream into lines of bounded length.</summary>
internal static class Lines
{
    /// <summary>Each line without its end. It is valid until the next one is asked for.</summary>
    /// <exception cref="Errors.StoreException"><c>ArchiveDamaged</c>: a line is too long, or the last one has no end.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(Stream stream, string entry, int longest)
    {
        var buffer = new byte[Math.Min(longest, 64 * 1024)];
        var (start, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return buffer.AsMemory(start, length);
                start += length + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                if (end >= longest)
                {
                    throw ArchiveErrors.Damaged(entry, $"has a line of more than {longest} bytes");
                }

                Array.Resize(ref buffer, (int)Math.Min(longest, buffer.Length * 2L));
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                if (end > 0)
                {
                    throw ArchiveErrors.Damaged(entry, "ends inside a line");
                }

                yield break;
            }

            end += read;
        }
    }
}
