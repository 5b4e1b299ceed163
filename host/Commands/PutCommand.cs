using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class PutCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "What to save: JSON as it is, any other text as {\"text\": …}. '-' reads standard input." };
        var id = new Option<string?>("--id") { Description = "The document's id. Default: a new one, TYPE:ULID.", HelpName = "ID" };
        var type = new Option<string?>("--type") { Description = "The document's type. Default: what it was, or 'document'.", HelpName = "TYPE" };
        var revision = Documents.RevisionOption("Save only if the document still shows this revision.");
        var text = new Option<bool>("--text") { Description = "Take the input as text even if it looks like JSON." };
        var lines = new Option<bool>("--lines") { Description = "Take each line as one document, {\"id\": …, \"type\": …, \"content\": …}, and answer one line for each that is safe on disk." };
        var command = new Command("put", "Save a document, new or changed.") { file, id, type, revision, text, lines };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            if (parsed.GetValue(lines))
            {
                return await PutLines.RunAsync(host, path, cancellationToken);
            }

            var content = Content(await InputFile.ReadAsync(path, DocumentBodyCodec.MaxEditBytes, cancellationToken), path, parsed.GetValue(text));
            var wantedType = parsed.GetValue(type) is { } named ? Documents.Type(named) : (DocumentType?)null;
            var document = Documents.Id(parsed.GetValue(id) ?? $"{wantedType ?? DocumentType.Default}:{Ulid.NewUlid(TimeProvider.System.GetUtcNow())}");
            var outcome = await PutAsync(host, document, content, wantedType, Documents.Revision(parsed.GetValue(revision)), cancellationToken);
            return Documents.Tell(document, outcome, "Saved");
        });
        return command;
    }

    private static async Task<PutOutcome> PutAsync(AurixHost host, DocumentId id, CanonicalJson content, DocumentType? type, Revision? seen, CancellationToken cancellationToken)
    {
        // Without --rev the document is saved on what it shows now: whoever typed the command has said "replace it".
        var parent = seen ?? (await Documents.FindAsync(host, id, cancellationToken))?.Revision;
        return await host.Mediator.Send(new PutDocument(id, content, parent) { Type = type }, cancellationToken);
    }

    private static CanonicalJson Content(byte[] bytes, string path, bool asText)
    {
        var isJson = !asText && (path == "-" ? bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] : Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase));
        try
        {
            return isJson ? CanonicalJson.Parse(bytes) : CanonicalJson.Parse(new JsonObject { ["text"] = InputFile.Text(bytes, path) }.ToJsonString());
        }
        catch (FormatException wrong)
        {
            throw new InvalidDocumentException("MalformedJson", $"'{path}' was not saved: {wrong.Message}", "Correct the file, or save it as text with --text.", wrong);
        }
    }
}
