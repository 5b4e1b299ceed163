using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Relay;

/// <summary>Makes the revision of an ordinary CouchDB edit: an MD5 over what the edit says, so that the same edit twice is one revision.</summary>
/// <remarks>MD5 because clients expect 32 hex digits and nothing depends on it being hard to forge; the vault's revisions are minted with keys.</remarks>
internal static class RelayRevision
{
    public static Revision Of(Revision? parent, bool isTombstone, BodyBytes body, ImmutableArray<StoredFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Add(hash, Encoding.ASCII.GetBytes(parent?.ToString() ?? ""));
        Add(hash, [isTombstone ? (byte)1 : (byte)0]);
        Add(hash, body.Utf8.Span);
        foreach (var file in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            Add(hash, Encoding.UTF8.GetBytes(file.Name));
            Add(hash, Encoding.UTF8.GetBytes(file.ContentType));
            Add(hash, Encoding.UTF8.GetBytes(file.Digest));
        }

        return new Revision((parent?.Generation ?? 0) + 1, RevisionHash.FromBytes(hash.GetHashAndReset()));
    }

    // The length first, so that no two lists of fields run together to the same bytes.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
    }
}
