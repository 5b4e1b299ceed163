using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Commands;

internal static class ModuleRunCommand
{
    public static Command Make()
    {
        var extension = new Argument<string>("id") { Description = "The extension's id, such as me.hello." };
        var operation = new Argument<string>("operation") { Description = "What it shall do; the extension knows the names." };
        var argument = new Option<string?>("--argument") { Description = "What it is about, as JSON. Default: null.", HelpName = "JSON" };
        var command = new Command("run", "Have an extension do one of the things it can.") { extension, operation, argument };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var request = new RunExtension(parsed.GetValue(extension)!, parsed.GetValue(operation)!, Read(parsed.GetValue(argument)));
            var answer = await host.Mediator.Send(request, cancellationToken);
            return new Answer(Json(answer), console =>
            {
                console.Line(answer.Summary);
                if (!answer.Result.Equals(CanonicalJson.Null))
                {
                    console.Line(answer.Result.ToText());
                }
            }, answer.Succeeded ? ExitCodes.Success : ExitCodes.Failure);
        });
        return command;
    }

    private static CanonicalJson Read(string? json)
    {
        try
        {
            return json is null ? CanonicalJson.Null : CanonicalJson.Parse(json);
        }
        catch (FormatException wrong)
        {
            throw new UsageException("BadUsage", $"The argument is not JSON: {wrong.Message}", "Give it as JSON, such as '{\"type\":\"note\"}' or '\"text\"'.", wrong);
        }
    }

    private static JsonObject Json(ExtensionAnswer answer) => new()
    {
        ["succeeded"] = answer.Succeeded,
        ["summary"] = answer.Summary,
        ["result"] = JsonNode.Parse(answer.Result.Utf8.Span),
    };
}
