using System.Globalization;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

/// <summary>What <c>doctor</c> says of the disk: room, who may read it, what is encrypted, and what lies there that nobody needs.</summary>
internal static class Disk
{
    // Less than this, and a recording of an hour may not fit.
    private const long LittleRoom = 500_000_000;

    public static IEnumerable<Finding> Look(AurixHost host, bool keysProtected)
    {
        var settings = host.Settings;
        var room = new DriveInfo(settings.DataDirectory).AvailableFreeSpace;
        yield return new Finding(
            room >= LittleRoom,
            "disk",
            $"{(room / 1_000_000).ToString("N0", CultureInfo.InvariantCulture)} MB are free.{(room < LittleRoom ? " Free some, or let 'aurix blob evict' and 'aurix compact' do so: writes fail when the disk is full, and lose nothing." : "")}");

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(settings.DataDirectory) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
        {
            yield return new Finding(false, "rights", $"Others on this machine may look into {settings.DataDirectory}. Run 'chmod 700' on it.");
        }

        var snapshots = Directory.EnumerateFiles(settings.DataDirectory, "*.bak", SearchOption.AllDirectories).ToList();
        if (snapshots.Count > 0)
        {
            yield return new Finding(true, "snapshots", $"{snapshots.Count} files of before an upgrade are kept ({string.Join(", ", snapshots.Select(Path.GetFileName))}). Delete them once you are content.");
        }

        var isKeyed = host.Configuration.SettingsOf(Hosting.Roles.Storage).ContainsKey("keyFile");
        var keys = keysProtected ? "this device's keys are sealed under its passphrase" : "this device's keys are not";
        yield return new Finding(true, "at rest", isKeyed
            ? $"Documents and files are encrypted under your key file; {keys}. Turn on full-disk encryption as well."
            : keysProtected ? "Encrypted: the keys, under this device's passphrase. Documents and files lie in the clear in the data folder, for your user alone: whoever has the disk can read them. Turn on full-disk encryption. What sync sends is always sealed."
            : "Encrypted: nothing. Documents, files and keys lie in the clear in the data folder, for your user alone: whoever has the disk can read them. Turn on full-disk encryption, or at least 'aurix vault protect'. What sync sends is always sealed.");
    }
}
