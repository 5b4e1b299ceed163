using System.Buffers.Binary;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Files;

/// <summary>One sealed piece of a file: what it is and what it is bound to (crypto.md §4.1).</summary>
/// <remarks>
/// <code>
/// blob = header 8 ‖ C; its address is V, which does not stand in it
/// chunk    ctx = vault ‖ file ‖ LE64 index ‖ u8 last
/// manifest ctx = vault ‖ file ‖ LE64 size ‖ LE32 count      data = V_0 ‖ … ‖ V_{count-1}
/// </code>
/// </remarks>
internal readonly record struct FileSeal
{
    private readonly FileKey _file;
    private readonly long _number;
    private readonly int _extra;

    private FileSeal(SealKind kind, FileKey file, long number, int extra) => (Kind, _file, _number, _extra) = (kind, file, number, extra);

    public SealKind Kind { get; }

    public SealHeader Header => new(Kind, _file.Epoch);

    public BlobFileId File => _file.File;

    public int ContextLength => Kind is SealKind.Chunk ? 41 : 44;

    public static FileSeal Chunk(FileKey file, int index, bool isLast) => new(SealKind.Chunk, file, index, isLast ? 1 : 0);

    public static FileSeal Manifest(FileKey file, long size, int count) => new(SealKind.Manifest, file, size, count);

    public void WriteContext(Span<byte> context)
    {
        BinaryPrimitives.WriteUInt128BigEndian(context, _file.Vault.Value);
        BinaryPrimitives.WriteUInt128BigEndian(context[16..], _file.File.Value);
        BinaryPrimitives.WriteInt64LittleEndian(context[32..], _number);
        if (Kind is SealKind.Chunk)
        {
            context[40] = (byte)_extra;
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(context[40..], _extra);
        }
    }
}
