using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>What can be wrong with an archive as a whole.</summary>
internal static class ArchiveErrors
{
    // A name in an archive is a stranger's word; longer ones and control characters do not belong on a terminal.
    private const int LongestName = 80;

    public static StoreException Damaged(string entry, string why, Exception? cause = null) =>
        new("ArchiveDamaged", $"The archive is damaged: '{Printable(entry)}' {why}. Nothing was imported.", "Use another copy of the archive.", cause);

    public static StoreException TooNew(long version) => new(
        "ArchiveTooNew",
        $"The archive has version {version}; this build reads {ArchiveFormat.Version}.",
        "Update this installation.");

    public static UsageException Missing(string path) =>
        new("ArchiveMissing", $"There is no file '{path}'.", "Name an archive that 'aurix export' made.");

    public static UsageException Exists(string path) =>
        new("ArchiveExists", $"'{path}' is there already.", "Name a file that does not exist yet; an export replaces nothing.");

    public static StoreException NotWritten(string path, Exception cause) =>
        new("ArchiveNotWritten", $"The archive could not be written to '{path}': {cause.Message}", "Make room and rights for it, and try again.", cause);

    public static StoreException NotRead(string path, Exception cause) =>
        new("ArchiveNotRead", $"The archive '{path}' could not be read: {cause.Message}", "Check the file's rights and its disk, and try again; an import goes on where it was cut off.", cause);

    private static string Printable(string name) =>
        string.Concat(name.Take(LongestName).Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
