using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Host.Operations;

/// <summary>Whether Aurix can serve now.</summary>
/// <param name="Reasons">Why not, one sentence each; empty when it can.</param>
internal sealed record HealthReport(ImmutableArray<string> Reasons)
{
    public bool IsReady => Reasons.IsEmpty;

    public JsonObject Told => new() { ["status"] = IsReady ? "ready" : "not ready", ["reasons"] = new JsonArray([.. Reasons.Select(reason => JsonValue.Create(reason))]) };
}

/// <summary>One module, as it is now.</summary>
/// <param name="Id">Such as <c>aurix.storage</c>.</param>
/// <param name="Role">What it serves; empty when it was set aside before that was known.</param>
/// <param name="Version">Its assembly's version; empty when it was not loaded.</param>
/// <param name="State">One of <see cref="States"/>.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
internal sealed record ModuleHealth(string Id, string Role, string Version, string State, string? Problem)
{
    public const string Serving = "serving";
    public const string Resting = "resting";
    public const string Stopped = "stopped";
    public const string SetAside = "quarantined";

    public static readonly ImmutableArray<string> States = [Serving, Resting, Stopped, SetAside];

    public JsonObject Told => new() { ["id"] = Id, ["role"] = Role, ["version"] = Version, ["state"] = State, ["problem"] = Problem };
}
