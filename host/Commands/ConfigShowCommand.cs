using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Output;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Host.Commands;

internal static class ConfigShowCommand
{
    public static Command Make()
    {
        var command = new Command("show", "Show every setting as it holds, and where it comes from. There are no secrets among them.");
        command.RunUnstarted(async (request, _, _) =>
        {
            var settings = ConfigurationReader.Read(request);
            var survey = await new HostBuilder(settings, NullLoggerFactory.Instance, TimeProvider.System).SurveyAsync();
            var shown = ConfigurationView.Of(settings, survey.Known.Values);
            var json = new JsonObject
            {
                ["file"] = settings.ConfigurationFile,
                ["isThere"] = File.Exists(settings.ConfigurationFile),
                ["settings"] = new JsonArray([.. shown.Select(Json)]),
                ["problems"] = new JsonArray([.. survey.Problems.Select(ConfigCheckCommand.Json)]),
            };
            return new Answer(json, console =>
            {
                console.Line(File.Exists(settings.ConfigurationFile) ? $"Configuration file: {settings.ConfigurationFile}" : $"No configuration file; it would be {settings.ConfigurationFile}");
                var table = Tables.Make("setting", "value", "from");
                foreach (var setting in shown)
                {
                    table.Row(setting.Key, setting.Value ?? "", setting.From);
                }

                console.Write(table);
                ConfigCheckCommand.Show(console, survey.Problems);
            });
        });
        return command;
    }

    private static JsonNode Json(ShownSetting setting) =>
        new JsonObject { ["key"] = setting.Key, ["value"] = setting.Value, ["from"] = setting.From, ["variable"] = setting.Variable };
}
