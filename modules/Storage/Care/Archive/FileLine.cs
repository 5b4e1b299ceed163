using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>A line of the list of files: what a file is bound to, and whether its bytes are in the archive.</summary>
internal sealed record FileLine(BlobReference File, bool IsMissing)
{
    public string Key => File.Manifest.ToString();

    public string ToText()
    {
        var line = new JsonObject { ["key"] = Key, ["file"] = File.File.ToString(), ["epoch"] = File.Epoch, ["size"] = File.Size };
        if (IsMissing)
        {
            line["missing"] = true;
        }

        return line.ToJsonString();
    }

    /// <exception cref="Errors.StoreException"><c>ArchiveDamaged</c>.</exception>
    public static FileLine Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            var root = json.RootElement;
            var size = root.GetProperty("size").GetInt64();
            var file = Convert(root.GetProperty("file").GetString());
            return BlobAddress.TryParse(root.GetProperty("key").GetString(), out var key) && size is >= 0 and <= (long)BlobReference.ChunkSize * BlobReference.MaxChunks
                ? new FileLine(new BlobReference(file, root.GetProperty("epoch").GetInt32(), key, size), root.TryGetProperty("missing", out var missing) && missing.GetBoolean())
                : throw ArchiveErrors.Damaged(ArchiveFormat.FileList, "names a file that cannot be");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw ArchiveErrors.Damaged(ArchiveFormat.FileList, "has a line that is none", wrong);
        }
    }

    private static BlobFileId Convert(string? text)
    {
        Span<byte> bytes = stackalloc byte[16];
        return System.Buffers.Text.Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == 16
            ? BlobFileId.FromBytes(bytes)
            : throw new FormatException("A file's id is 16 bytes in base64url.");
    }
}
