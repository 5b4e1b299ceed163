using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Demo.Chapters;

/// <summary>Both write on at the end of one text: both additions stand, and taking the merge back is an edit like any other.</summary>
internal static class SummaryChapter
{
    private const string Kitchen = "Addendum from the kitchen table.";
    private const string Train = "Postscript from the train.";

    /// <summary>What this chapter writes, for the search of the server's files.</summary>
    public static IEnumerable<string> Texts => [Kitchen, Train];

    public static async Task TellAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        var (a, b) = (scene.A, scene.B);
        Revision ofA = default, merged = default;
        await scene.Screen.StepAsync("Both write on in the same summary while apart", async () =>
        {
            ofA = await WriteOnAsync(a, Kitchen, cancellationToken);
            await WriteOnAsync(b, Train, cancellationToken);
            return "two versions that know nothing of each other";
        });
        await scene.Screen.StepAsync("They meet again: both additions stand, the earlier first", async () =>
        {
            await scene.MeetAsync(cancellationToken);
            var text = await DemoScene.TextAsync(a, DemoScene.Summary, cancellationToken);
            var (first, second) = (text.IndexOf(Kitchen, StringComparison.Ordinal), text.IndexOf(Train, StringComparison.Ordinal));
            DemoFailure.Unless(first >= 0 && second > first, "An addition does not show, or the later one comes first.");
            merged = (await a.FindAsync(DemoScene.Summary, cancellationToken))!.Revision;
            return $"both show {DemoScene.Short(merged)}";
        });
        await scene.Screen.StepAsync("A takes the merge back, and B follows", async () =>
        {
            var undone = await a.Host.Mediator.Send(new UndoMerge(DemoScene.Summary, ofA), cancellationToken);
            await scene.MeetAsync(cancellationToken);
            var onB = await b.FindAsync(DemoScene.Summary, cancellationToken);
            var text = onB!.Body.Content.ToText();
            DemoFailure.Unless(onB.Revision == undone && text.Contains(Kitchen, StringComparison.Ordinal) && !text.Contains(Train, StringComparison.Ordinal), "B does not show what A went back to.");
            var kept = await b.Host.Mediator.Send(new GetDocument(DemoScene.Summary, merged), cancellationToken) as GetOutcome.Found;
            DemoFailure.Unless(kept is not null && kept.Body.Content.ToText().Contains(Train, StringComparison.Ordinal), "The merge that was taken back is gone.");
            return $"B shows {DemoScene.Short(undone)}, A's version; the merge stays in the history";
        });
    }

    /// <summary>Adds a paragraph to the summary as the device shows it.</summary>
    public static async Task<Revision> WriteOnAsync(DemoDevice device, string paragraph, CancellationToken cancellationToken)
    {
        var text = (string)JsonNode.Parse(await DemoScene.TextAsync(device, DemoScene.Summary, cancellationToken))!["text"]!;
        return await device.SaveAsync(DemoScene.Summary, "markdown", DemoScene.Document($"{text}\n\n{paragraph}\n"), cancellationToken);
    }
}
