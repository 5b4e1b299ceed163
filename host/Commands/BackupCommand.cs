using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Maintenance;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

/// <summary>Makes a folder that is a data folder itself: <c>aurix list --data FOLDER</c> reads it, and a copy of it is a restored device.</summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var folder = new Argument<string>("folder") { Description = "Where to; must not exist yet." };
        var command = new Command("backup", "Copy documents, files and keys while others work, check the copy, and put it in place whole.") { folder };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var target = Path.GetFullPath(parsed.GetValue(folder)!);
            if (Path.Exists(target))
            {
                throw new UsageException("BackupExists", $"'{target}' is there already.", "Name a folder that does not exist yet; a backup replaces nothing.");
            }

            var files = await Backup.MakeAsync(host.Mediator, target, cancellationToken);
            var bytes = files.Sum(file => file.Bytes);
            return Answer.Line(
                $"Backed up to {target}: {files.Length} files, {bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, checked. It holds your documents and keys in the clear: keep it as safe as this device.",
                new JsonObject { ["folder"] = target, ["files"] = files.Length, ["bytes"] = bytes });
        });
        return command;
    }
}
