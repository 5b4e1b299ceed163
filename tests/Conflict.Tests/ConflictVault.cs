using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Tests;

/// <summary>A vault with the real Crypto, Storage and Conflict, and the strategies of a test.</summary>
internal sealed class ConflictVault : IAsyncDisposable
{
    private readonly ModuleHarness _modules = new();
    private readonly Dictionary<string, IConflictStrategy> _strategies;

    private ConflictVault(IConflictStrategy[] strategies) => _strategies = strategies.ToDictionary(strategy => strategy.Info.Id);

    public IMediator Mediator => _modules.Mediator;

    /// <summary>The first strategy serves everything.</summary>
    public static async Task<ConflictVault> OpenAsync(params IConflictStrategy[] strategies)
    {
        var vault = new ConflictVault(strategies);
        vault._modules.Answer<ListStrategies, ImmutableArray<StrategyInfo>>(_ => Task.FromResult(vault._strategies.Values.Select(strategy => strategy.Info).ToImmutableArray()));
        vault._modules.Answer<ListModules, ImmutableArray<ModuleDescription>>(_ => Task.FromResult<ImmutableArray<ModuleDescription>>([]));
        vault._modules.Answer<ResolveConflict, MergeOutcome>(request => Task.FromResult(vault._strategies[request.Strategy].Merge(request.Input, new MergeFuel(MergeFuel.Default))));
        await vault._modules.AddAsync(new CryptoModule(), "crypto");
        await vault._modules.AddAsync(new StorageModule(), "storage");
        await vault._modules.AddAsync(new ConflictModule(), "conflict", new Dictionary<string, string> { ["default"] = strategies[0].Info.Id });
        var made = await vault.Mediator.Send(new CreateVault());
        await vault.Mediator.Send(new InitialiseVault(made.Vault));
        return vault;
    }

    public async Task<Revision> PutAsync(DocumentId id, string json, Revision? on = null) =>
        Assert.IsType<PutOutcome.Saved>(await Mediator.Send(new PutDocument(id, CanonicalJson.Parse(json), on) { AllowBranch = true })).Revision;

    /// <summary>Two edits of one version that did not know of each other.</summary>
    public async Task<(Revision Before, Revision First, Revision Second)> DivideAsync(DocumentId id, string before, string first, string second)
    {
        var root = await PutAsync(id, before);
        return (root, await PutAsync(id, first, root), await PutAsync(id, second, root));
    }

    public Task<NormalisationReport> NormaliseAsync() => Mediator.Send(new NormaliseDocuments { AfterPull = true });

    public async Task<GetOutcome.Found> ShownAsync(DocumentId id) => Assert.IsType<GetOutcome.Found>(await Mediator.Send(new GetDocument(id)));

    public async ValueTask DisposeAsync()
    {
        await _modules.DisposeAsync();
        Directory.Delete(_modules.DataDirectory, recursive: true);
    }
}
