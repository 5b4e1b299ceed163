using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Demo;

/// <summary>What every chapter of the demo plays on: a server, two devices, three documents.</summary>
/// <param name="Root">The demo's folder; <c>server</c> and <c>device-a</c> are below it.</param>
/// <param name="Modules">Where the modules are.</param>
/// <param name="Screen">Where the story is told.</param>
/// <param name="Server">The server, which knows no key.</param>
/// <param name="A">The first device.</param>
/// <param name="B">The second device.</param>
internal sealed record DemoScene(string Root, string Modules, DemoScreen Screen, DemoDevice Server, DemoDevice A, DemoDevice B)
{
    public static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples");

    public static readonly DocumentId Recording = new("recording:boathouse");

    public static readonly DocumentId Transcript = new("transcript:boathouse");

    public static readonly DocumentId Summary = new("summary:boathouse");

    /// <summary>A syncs, B syncs and settles what met, A syncs; then both show the same. Answers what B's round did.</summary>
    public async Task<SyncReport> MeetAsync(CancellationToken cancellationToken)
    {
        await A.SyncAsync(cancellationToken);
        var settled = await B.SyncAsync(cancellationToken);
        await A.SyncAsync(cancellationToken);
        DemoFailure.Unless(await A.StateAsync(cancellationToken) == await B.StateAsync(cancellationToken), "The devices differ after they met.");
        return settled;
    }

    /// <summary>What a device shows of a document.</summary>
    public static async Task<string> TextAsync(DemoDevice device, DocumentId id, CancellationToken cancellationToken) =>
        (await device.FindAsync(id, cancellationToken) ?? throw new DemoFailure($"{id} is not there.")).Body.Content.ToText();

    /// <summary>A text as a document.</summary>
    public static CanonicalJson Document(string text) => CanonicalJson.Parse(new JsonObject { ["text"] = text }.ToJsonString());

    /// <summary>Ten characters tell revisions apart on a screen.</summary>
    public static string Short(Revision revision) => revision.ToString()[..10] + "…";
}
