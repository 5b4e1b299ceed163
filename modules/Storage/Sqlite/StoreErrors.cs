using Aurix.Platform.Errors;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Sqlite;

/// <summary>Says in the house's words what SQLite said in numbers.</summary>
internal static class StoreErrors
{
    // Primary result codes of https://sqlite.org/rescode.html
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static StoreException From(SqliteException wrong, string file) => wrong.SqliteErrorCode switch
    {
        Busy or Locked => new("StoreLocked", $"{file} is locked by another process.", "Wait for the other process to finish, or end it, and try again.", wrong),
        Full => new("StoreFull", $"The disk that holds {file} is full.", "Free some space and try again; nothing that was acknowledged is lost.", wrong),
        ReadOnly or Permission or CannotOpen => new("StoreReadOnly", $"{file} cannot be written.", "Check the permissions of the data directory.", wrong),
        Corrupt or NotADatabase => Damaged(file, null, wrong),
        _ => new("StoreFailed", $"{file} could not be used: SQLite error {wrong.SqliteExtendedErrorCode}.", "Run 'aurix doctor' and check the disk.", wrong),
    };

    public static StoreException TooNew(string file, long version) =>
        new("StoreTooNew", $"{file} was written by a newer version (schema {version}, this build knows {FileSchema.Version}).", "Update this installation.");

    public static StoreException Damaged(string file, string? report, Exception? cause = null) =>
        new("StoreCorrupt", $"{file} is damaged or is not a database{(report is null ? "" : $": {report}")}.", "Run 'aurix doctor', and restore the file from a backup if it confirms the damage.", cause);

    public static StoreException NoEncryption(Exception cause) => new(
        "AtRestUnsupported",
        "The installed SQLite cannot encrypt files, and storage.keyFile asks for it. Nothing was read or written.",
        "Install a SQLite bundle that encrypts, or remove the setting and rely on the encryption of the disk.",
        cause);

    public static StoreException NoCopy(string target, Exception cause) =>
        new("SnapshotFailed", $"No copy could be made at {Path.GetFileName(target)}: {cause.Message} The store itself was not changed.", "Make room and rights for the copy, and try again.", cause);

    public static StoreException VaultChanged() =>
        new("VaultChanged", "The store was moved to another vault meanwhile.", "Run the command again.");

    public static StoreException BlobDamaged(string database, string blob, int chunk, bool setAside) => new(
        "BlobDamaged",
        $"Chunk {chunk} of file {blob} in {database} is not what was stored: the disk, or something that wrote to it, changed it. No byte of it was used.",
        setAside
            ? "The server has this file, so the damaged chunk was set aside. Run 'aurix sync now' to fetch it again. And check the disk."
            : "It is not known to be on a server. Check the disk, and restore the store's files from a backup, or attach the file again.");

    public static StoreException BlobEvicted(string blob) =>
        new("BlobEvicted", $"The bytes of file {blob} were evicted from this device.", "Run 'aurix blob fetch', then 'aurix sync now', and try again.");

    public static StoreException Missing(string name) => name == "vault"
        ? new("StoreMissing", "There is no vault on this device yet.", "Run 'aurix init' first.")
        : new("StoreMissing", $"There is no database '{name}'.", "Create it first.");
}
