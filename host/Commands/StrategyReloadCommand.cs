using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Commands;

internal static class StrategyReloadCommand
{
    public static Command Make()
    {
        var strategy = new Argument<string>("strategy") { Description = "The strategy's id, such as aurix.lww." };
        var command = new Command("reload", "Take a strategy's module anew from its folder, also in a daemon that runs. Brings in a new one, and gives one that was set aside another try.") { strategy };
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            var id = parsed.GetValue(strategy)!;
            var question = new JsonObject { ["do"] = ControlDesk.Reload, ["strategy"] = id };
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

        var json = new JsonObject(answers[0].Where(member => member.Key != "process").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))
        {
            ["daemons"] = new JsonArray([.. answers.Select(answer => (JsonNode)int.Parse((string)answer["process"]!, System.Globalization.CultureInfo.InvariantCulture))]),
        };
        return new Answer(json, console =>
        {
            foreach (var answer in answers)
            {
                console.Line($"{Sentence((string)answer["strategy"]!, (int?)answer["before"], (int)answer["after"]!)} in process {answer["process"]}.{((bool)answer["unloaded"]! ? "" : " Something still holds the old copy; it goes when the process ends.")}");
            }
        });
    }

    // Nobody to tell: this process tries what the next start will take.
    private static async Task<Answer> HereAsync(AurixHost host, string id, CancellationToken cancellationToken)
    {
        var reloaded = await host.Mediator.Send(new ReloadStrategy(id), cancellationToken);
        var json = ControlDesk.Told(reloaded);
        json["daemons"] = new JsonArray();
        return Answer.Line($"Version {reloaded.After} of {reloaded.Strategy} loads. No aurix is running on this data folder; the next start takes it.", json);
    }

    private static string Sentence(string strategy, int? before, int after) =>
        before is null ? $"{strategy} serves in version {after}" : $"{strategy} went from version {before} to version {after}";
}
