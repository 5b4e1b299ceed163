using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Host.Control;

/// <summary>Answers what another process of the same owner asks a running one, one JSON line each way: <c>reload-strategy</c>, <c>reload-module</c>, <c>apply-configuration</c>, <c>health</c>, and what <see cref="ScheduleDesk"/> and <see cref="SyncDesk"/> know.</summary>
/// <param name="mediator">The way to the modules.</param>
/// <param name="configuration">What applies a new configuration; null where nothing does.</param>
/// <param name="health">What knows how the process is; null where nothing does.</param>
/// <param name="jobs">What runs schedules; null where nothing does.</param>
internal sealed class ControlDesk(IMediator mediator, ConfigurationDaemon? configuration = null, HealthDesk? health = null, JobScheduler? jobs = null)
{
    public const string Reload = "reload-strategy";
    public const string ReloadModule = "reload-module";
    public const string Health = "health";
    public const string Apply = "apply-configuration";

    public async Task<string> AnswerAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            var question = JsonNode.Parse(line) as JsonObject;
            if (Text(question, "do") == Apply && configuration is not null)
            {
                return ConfigurationDaemon.Told(await configuration.ApplyAsync(cancellationToken)).ToJsonString();
            }

            if (Text(question, "do") is { } what && ScheduleDesk.Questions.Contains(what))
            {
                return (await ScheduleDesk.AnswerAsync(jobs, what, Text(question, "schedule"), cancellationToken)).ToJsonString();
            }

            if (Text(question, "do") == SyncDesk.Question)
            {
                return (await SyncDesk.AnswerAsync(mediator, jobs, cancellationToken)).ToJsonString();
            }

            if (Text(question, "do") == Health && health is not null)
            {
                var told = (await health.LookAsync(cancellationToken)).Told;
                told["modules"] = new JsonArray([.. health.Modules().Select(module => module.Told)]);
                return told.ToJsonString();
            }

            if (Text(question, "do") == ReloadModule && Text(question, "module") is { } module)
            {
                var reloaded = await mediator.Send(new ReloadModule(module), cancellationToken);
                await (configuration?.RescheduleAsync(cancellationToken) ?? Task.CompletedTask); // its jobs may be others now
                return Told(reloaded).ToJsonString();
            }

            if (Text(question, "do") != Reload || Text(question, "strategy") is not { } strategy)
            {
                return Refusal("BadQuestion", "That is no question this version of Aurix answers.", "Use the version of aurix that runs.");
            }

            return Told(await mediator.Send(new ReloadStrategy(strategy), cancellationToken)).ToJsonString();
        }
        catch (JsonException)
        {
            return Refusal("BadQuestion", "That is not JSON.", "Send one JSON object on one line.");
        }
        catch (AurixException refused)
        {
            return Refusal(refused.Code, refused.Message, refused.NextStep);
        }
    }

    /// <summary>How a reload ended, for the wire and for <c>--json</c>.</summary>
    public static JsonObject Told(StrategyReloaded reloaded) => new()
    {
        ["strategy"] = reloaded.Strategy,
        ["before"] = reloaded.Before,
        ["after"] = reloaded.After,
        ["hash"] = reloaded.Hash,
        ["unloaded"] = reloaded.Unloaded,
    };

    /// <summary>How a swap ended, for the wire and for <c>--json</c>.</summary>
    public static JsonObject Told(ModuleReloaded reloaded) => new()
    {
        ["module"] = reloaded.Module,
        ["role"] = reloaded.Role,
        ["before"] = reloaded.Before,
        ["after"] = reloaded.After,
        ["hash"] = reloaded.Hash,
        ["pauseMilliseconds"] = reloaded.Pause.TotalMilliseconds,
        ["unloaded"] = reloaded.Unloaded,
        ["heldBy"] = new JsonArray([.. reloaded.HeldBy.Select(holder => JsonValue.Create(holder))]),
    };

    private static string? Text(JsonObject? question, string name) =>
        question is not null && question.TryGetPropertyValue(name, out var value) && value is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;

    private static string Refusal(string code, string message, string nextStep) =>
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["nextStep"] = nextStep } }.ToJsonString();
}
