using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Output;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

internal static class ConfigCheckCommand
{
    public static Command Make()
    {
        var file = new Argument<string?>("file") { Description = "A configuration file. Default: the one that the next start would take.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("check", "Look for mistakes in the configuration, environment and command line included, and tell all of them. Starts nothing.") { file };
        command.RunUnstarted(async (request, parsed, _) =>
        {
            var settings = ConfigurationReader.Read(request with { Config = parsed.GetValue(file) ?? request.Config });
            var problems = (await new HostBuilder(settings, NullLoggerFactory.Instance, TimeProvider.System).SurveyAsync()).Problems;
            var json = new JsonObject { ["file"] = settings.ConfigurationFile, ["problems"] = new JsonArray([.. problems.Select(Json)]) };
            return new Answer(json, console => Show(console, problems, "The configuration is right."), problems.Count == 0 ? ExitCodes.Success : ExitCodes.Usage);
        });
        return command;
    }

    public static JsonNode Json(ConfigurationProblem problem) => new JsonObject { ["where"] = problem.Where, ["what"] = problem.What, ["right"] = problem.Right };

    public static void Show(IAnsiConsole console, IReadOnlyCollection<ConfigurationProblem> problems, string? otherwise = null)
    {
        foreach (var problem in problems)
        {
            console.Line(problem.ToString());
        }

        if (problems.Count > 0)
        {
            console.Line(problems.Count == 1 ? "1 mistake; nothing starts with it." : $"{problems.Count} mistakes; nothing starts with them.");
        }
        else if (otherwise is not null)
        {
            console.Line(otherwise);
        }
    }
}
