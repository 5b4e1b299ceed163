using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Strategies;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Strategies;

/// <summary>What the host was built with is tried on one conflict in a hundred, and never set aside.</summary>
public sealed class OursTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-ours-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_conflict_in_a_hundred_is_tried_whatever_the_order_of_its_heads()
    {
        var strategy = new Counting(first => first.MaxBy(head => head.Stamp)!);
        var adapter = Adapt(strategy);
        var tried = new List<int>();
        for (var number = 0; number < 1000; number++)
        {
            var before = strategy.Calls;
            await adapter.Handle(Ask(Heads.At(1 << 20, "1"), Heads.At(number + 2, "2")), CancellationToken.None);
            var once = strategy.Calls - before;
            await adapter.Handle(Ask(Heads.At(number + 2, "2"), Heads.At(1 << 20, "1")), CancellationToken.None);

            Assert.Equal(once, strategy.Calls - before - once);
            if (once > 1)
            {
                tried.Add(number);
            }
        }

        Assert.Equal(10, tried.Count);
    }

    [Fact]
    public async Task What_it_gets_wrong_decides_nothing_and_it_is_asked_again()
    {
        var adapter = Adapt(new Counting(heads => heads.First()));
        var sampled = Ask(Heads.At(1, "1"), Heads.At(101, "2")); // 1 xor 101 is 100

        for (var call = 0; call < 2; call++)
        {
            Assert.Contains("the content differed", Assert.IsType<MergeOutcome.Decline>(await adapter.Handle(sampled, CancellationToken.None)).Reason, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(_folder, "strategies.json")));
    }

    private StrategyAdapter Adapt(Counting strategy)
    {
        var facts = new StrategyFacts(new ModuleManifest("aurix.test", "strategy", "/x/x.dll", [], []), "1.0.0", strategy.Info, "00", IsOurs: true);
        var quarantine = new StrategyQuarantine(new SlotTable(), new SetAsideFile(_folder), TimeProvider.System, NullLogger.Instance);
        return new(new StrategyTrial(strategy, facts, TimeProvider.System), facts, quarantine);
    }

    private static ResolveConflict Ask(MergeHead one, MergeHead other) => new("test.ours", new MergeInput(DocumentType.Default, 0, null, [one, other], CanonicalJson.EmptyObject));

    private sealed class Counting(Func<IEnumerable<MergeHead>, MergeHead> choose) : IConflictStrategy
    {
        public int Calls { get; private set; }

        public StrategyInfo Info { get; } = new("test.ours", 1, 1, IsLossy: true, NeedsBase: false, "Counts.");

        public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
        {
            Calls++;
            var chosen = choose(input.Heads);
            return new MergeOutcome.Merged(chosen.Content, chosen.Deleted, chosen.Attachments, [], []);
        }
    }
}
