using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Demo.Chapters;

/// <summary>The rule is changed while everything runs, on one device, and holds on the other.</summary>
internal static class PolicyChapter
{
    private const string Earlier = "Considered at breakfast.";
    private const string Later = "Decided at midnight.";
    private const string RuleName = "summaries-by-time";
    private const string Strategy = "aurix.lww";

    /// <summary>What this chapter writes, for the search of the server's files.</summary>
    public static IEnumerable<string> Texts => [Earlier, Later, RuleName, Strategy];

    public static async Task TellAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        var (a, b) = (scene.A, scene.B);
        Revision lost = default;
        await scene.Screen.StepAsync("A chooses another strategy for texts, live; the rule travels like a document", async () =>
        {
            await a.Host.Mediator.Send(new PutPolicyRule(new PolicyRule(RuleName, Strategy) { Type = "markdown" }), cancellationToken);
            await scene.MeetAsync(cancellationToken);
            var rule = (await b.Host.Mediator.Send(new DescribePolicy(), cancellationToken)).Rules[0];
            DemoFailure.Unless(rule is { Source: RuleSource.Vault, IsServed: true, Rule: { Id: RuleName, Strategy: Strategy } }, "B does not follow A's rule.");
            return $"B follows it too: {Strategy}, the later edit";
        });
        await scene.Screen.StepAsync("Both write on again, and meet", async () =>
        {
            lost = await SummaryChapter.WriteOnAsync(a, Earlier, cancellationToken);
            await SummaryChapter.WriteOnAsync(b, Later, cancellationToken);
            await scene.MeetAsync(cancellationToken);
            var text = await DemoScene.TextAsync(a, DemoScene.Summary, cancellationToken);
            DemoFailure.Unless(text.Contains(Later, StringComparison.Ordinal) && !text.Contains(Earlier, StringComparison.Ordinal), "The later edit alone should show.");
            var explained = await a.Host.Mediator.Send(new ExplainConflict(DemoScene.Summary), cancellationToken);
            DemoFailure.Unless(explained?.Provenance is { Strategy: Strategy, PolicyStamp: not null }, "The merge was not made by the vault's rule.");
            return $"both show {DemoScene.Short(explained!.Shown)}, the later edit";
        });
        await scene.Screen.StepAsync("The version that lost is kept, on both devices", async () =>
        {
            foreach (var device in new[] { a, b })
            {
                var conflict = (await device.Host.Mediator.Send(new ListConflicts(null, 10), cancellationToken)).Conflicts.Single(conflict => conflict.Id == DemoScene.Summary);
                DemoFailure.Unless(conflict.Settled && conflict.Versions.Any(version => version.Revision == lost), "The loser is not listed.");
                var kept = await device.Host.Mediator.Send(new GetDocument(DemoScene.Summary, lost), cancellationToken) as GetOutcome.Found;
                DemoFailure.Unless(kept is not null && kept.Body.Content.ToText().Contains(Earlier, StringComparison.Ordinal), "The loser's text is gone.");
            }

            return $"aurix restore {DemoScene.Summary} {DemoScene.Short(lost)}";
        });
    }
}
