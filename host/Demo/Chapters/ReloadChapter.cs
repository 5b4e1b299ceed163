using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Demo.Chapters;

/// <summary>A strategy's code is loaded anew while it merges: nobody waits, nobody fails, and the old code leaves the memory.</summary>
internal static class ReloadChapter
{
    private const string Strategy = "aurix.json";
    private const string Assembly = "Aurix.Platform.Strategies.Json";
    private const int Callers = 4; // more than a small machine has cores, so that some are in the midst of a merge when the code goes
    private const int Reloads = 5; // each waits for the old code to go; more only take longer

    public static Task TellAsync(DemoScene scene, CancellationToken cancellationToken) =>
        scene.Screen.StepAsync($"{Strategy} is reloaded {Reloads} times while {Callers} callers merge the transcript without a pause", async () =>
        {
            var device = scene.A;
            var (conflict, expected) = await ConflictAsync(device, cancellationToken);
            var copies = Copies();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(() => MergeUntilAsync(device, conflict, expected, over.Token), cancellationToken)).ToList();
            for (var reload = 0; reload < Reloads; reload++)
            {
                await device.Host.Mediator.Send(new ReloadStrategy(Strategy), cancellationToken);
            }

            await over.CancelAsync();
            var merges = (await Task.WhenAll(callers)).Sum();
            var last = await device.Host.Mediator.Send(new ReloadStrategy(Strategy), cancellationToken); // nobody is on the way out of the old code now
            DemoFailure.Unless(merges >= Callers, "Nobody merged while the strategy was reloaded.");
            DemoFailure.Unless(last.Unloaded && Copies() == copies, "Old code of the strategy is still in memory.");
            return string.Create(CultureInfo.InvariantCulture, $"{merges} merges, all alike, none failed; every old copy is out of memory");
        });

    /// <summary>The transcript's conflict as it was, and what the document shows since.</summary>
    private static async Task<(MergeInput Conflict, CanonicalJson Expected)> ConflictAsync(DemoDevice device, CancellationToken cancellationToken)
    {
        var explained = await device.Host.Mediator.Send(new ExplainConflict(DemoScene.Transcript), cancellationToken) ?? throw new DemoFailure("The transcript shows no merge.");
        var before = explained.Base!.Body!;
        var heads = explained.Versions.Select(version => new MergeHead(version.Revision, version.Stamp!.Value, version.Body!.Deleted, version.Body.Content, version.Body.Attachments)).ToImmutableArray();
        var rule = (await device.Host.Mediator.Send(new DescribePolicy(), cancellationToken)).Rules.First(rule => rule.Rule.Type == explained.Type.Value).Rule;
        return (new MergeInput(explained.Type, before.Schema, new MergeBase(before.Content, before.Attachments, BaseQuality.Exact), heads, rule.Options), explained.Result!.Body!.Content);
    }

    private static async Task<int> MergeUntilAsync(DemoDevice device, MergeInput conflict, CanonicalJson expected, CancellationToken over)
    {
        var merges = 0;
        do
        {
            var outcome = await device.Host.Mediator.Send(new ResolveConflict(Strategy, conflict), CancellationToken.None);
            DemoFailure.Unless(outcome is MergeOutcome.Merged merged && merged.Content.Equals(expected), "A merge failed or came out otherwise while the strategy was reloaded.");
            merges++;
        }
        while (!over.IsCancellationRequested);
        return merges;
    }

    // Each host of the demo has one; a reload makes another and lets go of the first.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Copies() => AssemblyLoadContext.All.Count(context => context.Assemblies.Any(assembly => assembly.GetName().Name == Assembly));
}
