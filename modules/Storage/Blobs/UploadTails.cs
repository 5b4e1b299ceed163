using System.Buffers.Binary;
using System.Text;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>The last, not yet full chunks of uploads that are under way: all of them that is on no disk. One copy of the module hands them to the next.</summary>
/// <remarks>
/// <code>
/// 01, then each: LE16 length of the name, the database's name, LE64 upload, LE32 length of the tail, the tail
/// </code>
/// </remarks>
internal static class UploadTails
{
    private const byte Version = 1;

    public static byte[] Write(IEnumerable<((DatabaseName Database, long Upload) Key, ReadOnlyMemory<byte> Tail)> uploads)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        foreach (var ((database, upload), tail) in uploads)
        {
            var name = Encoding.UTF8.GetBytes(database.Value);
            writer.Write((ushort)name.Length);
            writer.Write(name);
            writer.Write(upload);
            writer.Write(tail.Length);
            writer.Write(tail.Span);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="StoreException"><c>StateUnknown</c>: another version wrote it.</exception>
    public static IEnumerable<((DatabaseName Database, long Upload) Key, byte[] Tail)> Read(ReadOnlySpan<byte> state)
    {
        if (state[0] != Version)
        {
            throw new StoreException("StateUnknown", $"The copy of Storage before this one hands over in form {state[0]}, and this one knows {Version}.", "Stop Aurix to change to this version.");
        }

        var tails = new List<((DatabaseName, long), byte[])>();
        for (var rest = state[1..]; !rest.IsEmpty;)
        {
            var name = Encoding.UTF8.GetString(Take(ref rest, BinaryPrimitives.ReadUInt16LittleEndian(Take(ref rest, 2))));
            var number = BinaryPrimitives.ReadInt64LittleEndian(Take(ref rest, 8));
            tails.Add(((new DatabaseName(name), number), Take(ref rest, BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, 4))).ToArray()));
        }

        return tails;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
