using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Commands;

internal static class ModuleReloadCommand
{
    public static Command Make()
    {
        var module = new Argument<string>("module") { Description = "The module's id, from 'aurix module list', such as aurix.storage." };
        var command = new Command("reload", "Take a module anew from its folder, also in a daemon that runs, while requests are in flight.") { module };
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            var id = parsed.GetValue(module)!;
            var question = new JsonObject { ["do"] = ControlDesk.ReloadModule, ["module"] = id };
            var answers = await ControlCall.AskAllAsync(host.Settings.HostFolder, question, cancellationToken);
            return answers.Count > 0 ? InDaemons(answers) : await HereAsync(host, id, cancellationToken);
        });
        return command;
    }

    private static Answer InDaemons(List<JsonObject> answers)
    {
        if (ControlCall.Refusal(answers, "ReloadFailed") is { } refusal)
        {
            throw new ModuleException(refusal.Code, refusal.Message, refusal.NextStep);
        }

        return new Answer(new JsonArray([.. answers.Select(answer => answer.DeepClone())]), console =>
        {
            foreach (var answer in answers)
            {
                console.Line(string.Create(CultureInfo.InvariantCulture, $"{answer["module"]} went from version {answer["before"]} to {answer["after"]} in process {answer["process"]}; requests waited {(double)answer["pauseMilliseconds"]!:0} ms."));
                foreach (var holder in answer["heldBy"]!.AsArray())
                {
                    console.Line($"  The old copy is still in memory: {holder}.");
                }
            }
        });
    }

    // Nobody to tell: this process tries what the next start will take.
    private static async Task<Answer> HereAsync(AurixHost host, string id, CancellationToken cancellationToken)
    {
        var reloaded = await host.Mediator.Send(new ReloadModule(id), cancellationToken);
        return Answer.Line($"Version {reloaded.After} of {reloaded.Module} loads and starts. No aurix is running on this data folder; the next start takes it.", new JsonArray([ControlDesk.Told(reloaded)]));
    }
}
