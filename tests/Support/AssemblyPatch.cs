using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Aurix.Platform.Tests;

/// <summary>Rewrites a built assembly's metadata in place: what a compiler for another framework or other contracts would have written there.</summary>
public static class AssemblyPatch
{
    private const int AfterHashAlgorithm = 4;

    /// <summary>Makes it refer to another version of an assembly.</summary>
    public static void Refer(string path, string assembly, Version version) => Patch(path, (reader, start) =>
    {
        var row = reader.AssemblyReferences.Single(handle => reader.GetString(reader.GetAssemblyReference(handle).Name) == assembly);
        return (start + RowOf(reader, TableIndex.AssemblyRef, row), Bytes(version));
    });

    /// <summary>Makes it another version of itself.</summary>
    public static void Be(string path, Version version) => Patch(path, (reader, start) =>
        (start + RowOf(reader, TableIndex.Assembly, MetadataTokens.EntityHandle(TableIndex.Assembly, 1)) + AfterHashAlgorithm, Bytes(version)));

    /// <summary>Makes it call a member or a type of another assembly by another name of the same length.</summary>
    public static void Rename(string path, string before, string after) => Patch(path, (reader, start) =>
    {
        var name = reader.MemberReferences.Select(handle => reader.GetMemberReference(handle).Name)
            .Concat(reader.TypeReferences.Select(handle => reader.GetTypeReference(handle).Name))
            .First(handle => reader.GetString(handle) == before);
        return (start + reader.GetHeapMetadataOffset(HeapIndex.String) + reader.GetHeapOffset(name), Encoding.UTF8.GetBytes(after));
    });

    /// <summary>Makes it refer to an assembly by another name of the same length.</summary>
    public static void RenameReference(string path, string before, string after) => Patch(path, (reader, start) =>
    {
        var name = reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle).Name).Single(handle => reader.GetString(handle) == before);
        return (start + reader.GetHeapMetadataOffset(HeapIndex.String) + reader.GetHeapOffset(name), Encoding.UTF8.GetBytes(after));
    });

    private static void Patch(string path, Func<MetadataReader, int, (int Offset, byte[] Bytes)> where)
    {
        var file = File.ReadAllBytes(path);
        using (var image = new PEReader(new MemoryStream(file, writable: false)))
        {
            var (offset, bytes) = where(image.GetMetadataReader(), image.PEHeaders.MetadataStartOffset);
            bytes.CopyTo(file, offset);
        }

        File.WriteAllBytes(path, file);
    }

    private static int RowOf(MetadataReader reader, TableIndex table, EntityHandle row) =>
        reader.GetTableMetadataOffset(table) + (reader.GetTableRowSize(table) * (MetadataTokens.GetRowNumber(row) - 1));

    private static byte[] Bytes(Version version)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)version.Major);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)version.Minor);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), (ushort)Math.Max(version.Build, 0));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), (ushort)Math.Max(version.Revision, 0));
        return bytes;
    }
}
