using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class ExtractCommand
{
    public static Command Make()
    {
        var id = Documents.IdArgument();
        var name = new Argument<string>("name") { Description = "The attached file's name." };
        var output = new Option<string?>("--out") { Description = "Where to write it. Default: its name, in this folder.", HelpName = "FILE" };
        var command = new Command("extract", "Write an attached file out.") { id, name, output };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            if (await Documents.FindAsync(host, document, cancellationToken) is not { } found
                || !found.Body.Attachments.TryGetValue(parsed.GetValue(name)!, out var attachment))
            {
                return Answer.NotFound($"{document} has no file '{parsed.GetValue(name)}'.");
            }

            // A name comes from whoever attached the file, on another device perhaps: it must not lead out of this folder.
            var path = parsed.GetValue(output) ?? Path.GetFileName(parsed.GetValue(name)!);
            await BlobFile.ExtractAsync(host, attachment, path, cancellationToken);
            return Answer.Line($"Wrote {attachment.Blob.Size} bytes to {path}", new JsonObject { ["path"] = path, ["size"] = attachment.Blob.Size });
        });
        return command;
    }
}
