using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests;

/// <summary>What decides about conflicts, over strategies of a test and nothing else: no store, no host.</summary>
internal sealed class StrategyDesk : IDisposable
{
    private readonly ModuleHarness _modules = new();
    private readonly Dictionary<string, IConflictStrategy> _strategies;

    public StrategyDesk(params IConflictStrategy[] strategies)
    {
        _strategies = strategies.ToDictionary(strategy => strategy.Info.Id);
        _modules.Answer<ResolveConflict, MergeOutcome>(request =>
        {
            Asked.Add(request);
            return Task.FromResult(_strategies[request.Strategy].Merge(request.Input, new MergeFuel(MergeFuel.Default)));
        });
        Patience = OpenPatience();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(55));

    public ConflictOptions Options { get; init; } = new();

    public Patience Patience { get; private set; }

    public List<ResolveConflict> Asked { get; } = [];

    public List<PolicyRule> Rules { get; } = [];

    public List<string> SetAside { get; } = [];

    public string PatiencePath => Path.Combine(_modules.DataDirectory, "waiting.json");

    public Patience OpenPatience() => Patience = new Patience(PatiencePath, Options, Time, NullLogger<Patience>.Instance);

    public void Install(IConflictStrategy strategy) => _strategies[strategy.Info.Id] = strategy;

    public Task<Settlement> ResolveAsync(DocumentTree tree) =>
        new ConflictResolver(new StrategyCall(_modules.Mediator), Patience).ResolveAsync(MetVersions.In(tree, HeadSet.Of(tree).Heads), Policy(), CancellationToken.None);

    public Task<Normalised> DecideAsync(DocumentTree tree) =>
        new Decider(new ConflictResolver(new StrategyCall(_modules.Mediator), Patience)).DecideAsync(tree, Policy(), CancellationToken.None);

    public void Dispose() => Directory.Delete(_modules.DataDirectory, recursive: true);

    private PolicyInForce Policy()
    {
        var loaded = _strategies.Values.Select(strategy => strategy.Info).ToImmutableDictionary(info => info.Id);
        return new([.. Rules.Select(rule => new RuleInForce(rule, RuleSource.Vault, PolicyInForce.Serves(rule, loaded)))], null, loaded, [.. SetAside]);
    }
}

/// <summary>A strategy that answers what a test says.</summary>
internal sealed class AnyStrategy(string id, Func<MergeInput, MergeOutcome> merge, int version = 1, int priority = 10, bool needsBase = false) : IConflictStrategy
{
    public StrategyInfo Info { get; } = new(id, version, priority, IsLossy: false, needsBase, "A test's.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel) => merge(input);

    /// <summary>The heads' texts one after the other, oldest first: shows who was asked about what.</summary>
    public static AnyStrategy Joining(string id, int version = 1, int priority = 10, bool needsBase = false) =>
        new(id, input => Merged($"{(input.Base is { } before ? Text(before.Content) + ":" : "")}{string.Join('+', input.Heads.OrderBy(head => head.Stamp).Select(head => Text(head.Content)))}"), version, priority, needsBase);

    public static MergeOutcome.Merged Merged(string text, params ConflictRecord[] records) =>
        new(CanonicalJson.Parse($"\"{text}\""), Deleted: false, DocumentBody.NoAttachments, [.. records], []);

    private static string Text(CanonicalJson content) => content.ToText().Trim('"');
}
