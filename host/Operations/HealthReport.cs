using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Operations;

/// <summary>Whether Aurix can serve now.</summary>
/// <param name="Reasons">Why not, one sentence each; empty when it can.</param>
internal sealed record HealthReport(ImmutableArray<string> Reasons)
{
    /// <summary>What a device's owner does about a login that the server refused.</summary>
    public const string LoginRefused = "If the password was changed on another device, run 'aurix sync login' with the new one; 'aurix sync now' tries the login once more.";

    /// <summary>What a server has its owner wait for, with the next step.</summary>
    public static IEnumerable<string> AsksOf(SyncStatus sync)
    {
        if (sync.LoginRefused is not null)
        {
            yield return RemoteHint.Aim($"The server{Which(sync.Remote)} refused this device's login, and nothing is synced with it. {LoginRefused}", sync.Remote);
        }

        if (sync.HeldDeletes > 0)
        {
            yield return RemoteHint.Aim(DeletesHeld(sync.HeldDeletes), sync.Remote);
        }
    }

    /// <summary>What to do about deletes that wait.</summary>
    public static string DeletesHeld(int count) => $"{count} deletes are held back, because they are a large part of what the server shows: 'aurix trash' lists them, 'aurix sync confirm-deletes' sends them, 'aurix restore' takes them back.";

    public bool IsReady => Reasons.IsEmpty;

    /// <summary>What waits for the owner while everything else goes on, each with the next step. It makes nothing less ready.</summary>
    public ImmutableArray<string> Asks { get; init; } = [];

    public JsonObject Told => new() { ["status"] = IsReady ? "ready" : "not ready", ["reasons"] = Texts(Reasons), ["asks"] = Texts(Asks) };

    private static string Which(RemoteName remote) => remote.IsMain ? "" : $" '{remote}'";

    private static JsonArray Texts(ImmutableArray<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
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
