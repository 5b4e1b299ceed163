using System.Globalization;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Host.Demo.Chapters;

/// <summary>Both devices correct one transcript while apart, also within one sentence, and both find all corrections in it.</summary>
internal static class TranscriptChapter
{
    private const string Strategy = "aurix.json";

    // Each stands once in the sample. The second of each is in the same sentence as the other's.
    private static readonly (string Before, string After)[] CorrectionsOfA = [("soft rot in two", "soft rot in seven"), ("quoted four thousand", "estimated four thousand")];
    private static readonly (string Before, string After)[] CorrectionsOfB = [("the battery shed", "the battery cabin"), ("the second week of April", "the second week of August")];

    /// <summary>What this chapter writes, for the search of the server's files.</summary>
    public static IEnumerable<string> Texts => CorrectionsOfA.Concat(CorrectionsOfB).Select(correction => correction.After);

    public static async Task TellAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        var (a, b) = (scene.A, scene.B);
        Revision before = default, ofA = default, ofB = default;
        await scene.Screen.StepAsync("Both correct the transcript while apart, also within one sentence", async () =>
        {
            before = (await a.FindAsync(DemoScene.Transcript, cancellationToken))!.Revision;
            ofA = await CorrectAsync(a, CorrectionsOfA, cancellationToken);
            ofB = await CorrectAsync(b, CorrectionsOfB, cancellationToken);
            return string.Create(CultureInfo.InvariantCulture, $"{CorrectionsOfA.Length} corrections on A, {CorrectionsOfB.Length} on B");
        });
        await scene.Screen.StepAsync("They meet: a three-way merge, segment by segment and word by word", async () =>
        {
            var settled = await scene.MeetAsync(cancellationToken);
            DemoFailure.Unless(settled.Merged == 1, $"B settled {settled.Merged} conflicts instead of 1.");
            foreach (var device in new[] { a, b })
            {
                await CheckAsync(device, ofA, ofB, cancellationToken);
            }

            return "both devices show all four, nothing was left to choose";
        });
        await scene.Screen.StepAsync("Why does it say that? B explains", async () =>
        {
            var explained = await b.Host.Mediator.Send(new ExplainConflict(DemoScene.Transcript), cancellationToken) ?? throw new DemoFailure("B cannot explain the merge.");
            Check(explained, before, ofA, ofB, await DemoScene.TextAsync(b, DemoScene.Transcript, cancellationToken));
            var made = explained.Provenance!;
            scene.Screen.Note("");
            scene.Screen.Note($"base     {DemoScene.Short(before)}  known exactly");
            scene.Screen.Note($"met      {DemoScene.Short(ofA)}  from A: {CorrectionsOfA[0].After}; {CorrectionsOfA[1].After}");
            scene.Screen.Note($"met      {DemoScene.Short(ofB)}  from B: {CorrectionsOfB[0].After}; {CorrectionsOfB[1].After}");
            scene.Screen.Note($"result   {DemoScene.Short(explained.Merge!.Value)}  all four");
            return $"base, versions and result, by {made.Strategy} v{made.Version}";
        });
    }

    private static async Task<Revision> CorrectAsync(DemoDevice device, (string Before, string After)[] corrections, CancellationToken cancellationToken)
    {
        var text = await DemoScene.TextAsync(device, DemoScene.Transcript, cancellationToken);
        foreach (var (before, after) in corrections)
        {
            DemoFailure.Unless(text.Contains(before, StringComparison.Ordinal), $"The sample transcript does not say '{before}'.");
            text = text.Replace(before, after, StringComparison.Ordinal);
        }

        return await device.SaveAsync(DemoScene.Transcript, "transcript", CanonicalJson.Parse(text), cancellationToken);
    }

    private static async Task CheckAsync(DemoDevice device, Revision ofA, Revision ofB, CancellationToken cancellationToken)
    {
        var text = await DemoScene.TextAsync(device, DemoScene.Transcript, cancellationToken);
        foreach (var (before, after) in CorrectionsOfA.Concat(CorrectionsOfB))
        {
            DemoFailure.Unless(text.Contains(after, StringComparison.Ordinal) && !text.Contains(before, StringComparison.Ordinal), $"The correction '{after}' does not show.");
        }

        var listed = (await device.Host.Mediator.Send(new ListConflicts(null, 10), cancellationToken)).Conflicts.Single(conflict => conflict.Id == DemoScene.Transcript);
        var kept = listed.Versions.Select(version => version.Revision).ToHashSet();
        DemoFailure.Unless(listed is { Settled: true, OpenRecords: 0 } && listed.Strategy!.StartsWith(Strategy, StringComparison.Ordinal), $"The transcript was not settled by {Strategy} without a choice.");
        DemoFailure.Unless(kept.SetEquals([ofA, ofB]), "A version of the transcript that met is not kept.");
    }

    private static void Check(ConflictExplanation explained, Revision before, Revision ofA, Revision ofB, string shown)
    {
        DemoFailure.Unless(explained.Provenance is { Strategy: Strategy, Base: BaseQuality.Exact, Provisional: false }, "The explanation names another rule than the one that decided.");
        DemoFailure.Unless(explained.Base?.Revision == before, "The explanation names another base than what both had read.");
        DemoFailure.Unless(explained.Versions.Select(version => version.Revision).ToHashSet().SetEquals([ofA, ofB]), "The explanation names other versions than those that met.");
        DemoFailure.Unless(explained.Result?.Body?.Content.ToText() == shown && explained.Merge == explained.Shown, "The explained result is not what the document shows.");
    }
}
