using System.Text.Json.Nodes;
using Aurix.Platform.Host.Commands;
using Spectre.Console;

namespace Aurix.Platform.Host.Output;

/// <summary>What a command has to say: the same thing for a program and for a person.</summary>
/// <param name="Json">For <c>--json</c>.</param>
/// <param name="Show">For a person.</param>
/// <param name="ExitCode">How the program ends.</param>
internal sealed record Answer(JsonNode Json, Action<IAnsiConsole> Show, int ExitCode = ExitCodes.Success)
{
    /// <summary>One line of text.</summary>
    public static Answer Line(string text, JsonNode json, int exitCode = ExitCodes.Success) => new(json, console => console.Line(text), exitCode);

    /// <summary>Something was asked for that is not there.</summary>
    public static Answer NotFound(string text) =>
        new(new JsonObject { ["error"] = new JsonObject { ["code"] = "NotFound", ["message"] = text } }, console => console.Line(text), ExitCodes.NotFound);
}
