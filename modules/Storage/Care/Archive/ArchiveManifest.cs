using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>The first entry of an archive: what it is, whose, from when, and how much.</summary>
internal sealed record ArchiveManifest(VaultId Vault, DateTimeOffset Exported, long Documents)
{
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["format"] = ArchiveFormat.Name,
        ["version"] = ArchiveFormat.Version,
        ["vault"] = Vault.ToString(),
        ["exported"] = Exported.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ["documents"] = Documents,
    }.ToJsonString() + "\n");

    /// <exception cref="Errors.StoreException"><c>ArchiveTooNew</c>, <c>ArchiveDamaged</c>.</exception>
    public static ArchiveManifest Read(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            if (root.GetProperty("format").GetString() != ArchiveFormat.Name)
            {
                throw ArchiveErrors.Damaged(ArchiveFormat.Manifest, "is of another format");
            }

            // Before anything else of it is read: a later version may say everything else in another way.
            var version = root.GetProperty("version").GetInt64();
            if (version > ArchiveFormat.Version)
            {
                throw ArchiveErrors.TooNew(version);
            }

            return version == ArchiveFormat.Version && VaultId.TryParse(root.GetProperty("vault").GetString(), out var vault)
                ? new ArchiveManifest(vault, root.GetProperty("exported").GetDateTimeOffset(), root.GetProperty("documents").GetInt64())
                : throw ArchiveErrors.Damaged(ArchiveFormat.Manifest, "names no version or no vault");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw ArchiveErrors.Damaged(ArchiveFormat.Manifest, "is not what it should be", wrong);
        }
    }
}
