using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

/// <summary>What the verbs about files share: they take a document and perhaps a name, and do one thing to each file.</summary>
internal static class BlobVerb
{
    /// <param name="name">The verb.</param>
    /// <param name="description">For the help.</param>
    /// <param name="act">Does it to one file, and answers what is to be told about that.</param>
    public static Command Make(string name, string description, Func<AurixHost, NamedFile, CancellationToken, Task<string>> act)
    {
        var id = Documents.IdArgument();
        var file = NamedFiles.NameArgument();
        var command = new Command(name, description) { id, file };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            var files = await NamedFiles.FindAsync(host, document, parsed.GetValue(file), cancellationToken);
            if (files.IsEmpty)
            {
                return Answer.NotFound(NamedFiles.NothingFound(document, parsed.GetValue(file)));
            }

            var told = new List<(string Name, string Text)>();
            foreach (var one in files)
            {
                told.Add((one.Name, await act(host, one, cancellationToken)));
            }

            return new Answer(
                new JsonArray([.. told.Select(line => new JsonObject { ["document"] = document.Value, ["name"] = line.Name, ["done"] = line.Text })]),
                console => told.ForEach(line => console.Line($"{line.Name}: {line.Text}")));
        });
        return command;
    }
}
