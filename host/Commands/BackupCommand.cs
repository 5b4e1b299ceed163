using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;

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

            var unfinished = target + ".unfinished";
            try
            {
                var store = OwnerOnly.CreateFolder(OwnerOnly.CreateFolder(unfinished), Roles.Storage);
                var files = await host.Mediator.Send(new BackUpStore(store), cancellationToken);
                await host.Mediator.Send(new BackUpKeys(OwnerOnly.CreateFolder(unfinished, Roles.Crypto)), cancellationToken);
                Directory.Move(unfinished, target);
                var bytes = files.Sum(file => file.Bytes);
                return Answer.Line(
                    $"Backed up to {target}: {files.Length} files, {bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, checked. It holds your documents and keys in the clear: keep it as safe as this device.",
                    new JsonObject { ["folder"] = target, ["files"] = files.Length, ["bytes"] = bytes });
            }
            finally
            {
                if (Directory.Exists(unfinished))
                {
                    Directory.Delete(unfinished, recursive: true);
                }
            }
        });
        return command;
    }
}
