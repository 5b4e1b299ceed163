using System.Globalization;
using System.Text.RegularExpressions;

namespace Aurix.Platform.Host.Maintenance;

/// <summary>The backups below one folder, named after when they were made. Nothing else in it is touched.</summary>
internal sealed partial class BackupCopies(string folder)
{
    public string NameFor(DateTimeOffset now) => Path.Combine(folder, "aurix-" + now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));

    /// <summary>Removes the oldest beyond the newest so many, and what a process left unfinished; answers how many backups are there.</summary>
    public int Keep(int newest)
    {
        var copies = Directory.EnumerateDirectories(folder).Where(path => Form().IsMatch(Path.GetFileName(path))).Order(StringComparer.Ordinal).ToList();
        var whole = copies.FindAll(path => !path.EndsWith(Backup.Unfinished, StringComparison.Ordinal));
        foreach (var path in whole.SkipLast(newest).Concat(copies.Except(whole)))
        {
            Directory.Delete(path, recursive: true);
        }

        return Math.Min(whole.Count, newest);
    }

    [GeneratedRegex(@"\Aaurix-[0-9]{8}-[0-9]{6}(\.unfinished)?\z")]
    private static partial Regex Form();
}
