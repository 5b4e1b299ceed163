using System.CommandLine;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Output;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Host.Commands;

internal static class ConfigSchemaCommand
{
    public static Command Make()
    {
        var command = new Command("schema", "Print the JSON schema of aurix.json, as the modules beside the program know it.");
        command.RunUnstarted(async (_, _, _) =>
        {
            var schema = await MakeAsync();
            return new Answer(schema, console => console.Line(ConfigurationSchema.Text(schema)));
        });
        return command;
    }

    // The same for everybody: nobody's configuration, over a data folder that goes again.
    public static async Task<System.Text.Json.Nodes.JsonObject> MakeAsync()
    {
        var data = Directory.CreateTempSubdirectory("aurix-schema-").FullName;
        try
        {
            var settings = ConfigurationReader.Read(ConfigurationRequest.Nothing with { Data = data });
            var survey = await new HostBuilder(settings, NullLoggerFactory.Instance, TimeProvider.System).SurveyAsync();
            survey.Audit.Insist();
            return ConfigurationSchema.Of([.. survey.Known.Values]);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
