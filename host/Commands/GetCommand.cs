using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class GetCommand
{
    public static Command Make()
    {
        var id = Documents.IdArgument();
        var revision = Documents.RevisionOption("An earlier or a kept revision instead of what the document shows.");
        var command = new Command("get", "Show a document.") { id, revision };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            var wanted = Documents.Revision(parsed.GetValue(revision));
            return await host.Mediator.Send(new GetDocument(document, wanted), cancellationToken) switch
            {
                GetOutcome.Found found when !found.Body.Deleted || wanted is not null => Show(found),
                GetOutcome.Found => Answer.NotFound($"{document} has been deleted. Its history is kept: 'aurix history {document}'."),
                GetOutcome.Compacted => Answer.NotFound($"That revision of {document} is known, but its content is no longer kept."),
                _ => Answer.NotFound($"There is no document {document}{(wanted is null ? "" : " with that revision")}."),
            };
        });
        return command;
    }

    private static Answer Show(GetOutcome.Found found)
    {
        var body = found.Body;
        var files = new JsonObject(body.Attachments.Select(file => KeyValuePair.Create<string, JsonNode?>(
            file.Key, new JsonObject { ["mediaType"] = file.Value.MediaType, ["size"] = file.Value.Blob.Size })));
        var json = new JsonObject
        {
            ["id"] = body.Id.Value,
            ["rev"] = found.Revision.ToString(),
            ["type"] = body.Type.Value,
            ["deleted"] = body.Deleted,
            ["edited"] = body.Stamp.Time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["heads"] = found.Heads,
            ["content"] = JsonNode.Parse(body.Content.Utf8.Span),
            ["files"] = files,
        };

        // For a person the content alone, so that it can be piped on; the rest is one --json away.
        return new(json, _ => Console.Out.WriteLine(body.Content.ToText()));
    }
}
