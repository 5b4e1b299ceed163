using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Strategies.Json;
using Aurix.Platform.Tests;
using MediatR;

namespace Aurix.Platform.Bench.Conflict;

/// <summary>A vault with the real Crypto, Storage and Conflict and <c>aurix.json</c>, full of conflicts.</summary>
internal sealed class ConflictStore : IAsyncDisposable
{
    private const int Batch = 500;

    private readonly ModuleHarness _modules;

    private ConflictStore(string folder) => _modules = new ModuleHarness(folder);

    public IMediator Mediator => _modules.Mediator;

    public static async Task<ConflictStore> OpenAsync(string folder)
    {
        var store = new ConflictStore(folder);
        var strategy = new JsonStrategy();
        store._modules.Answer<ListStrategies, ImmutableArray<StrategyInfo>>(_ => Task.FromResult<ImmutableArray<StrategyInfo>>([strategy.Info]));
        store._modules.Answer<ListModules, ImmutableArray<ModuleDescription>>(_ => Task.FromResult<ImmutableArray<ModuleDescription>>([]));
        store._modules.Answer<ResolveConflict, MergeOutcome>(request => Task.FromResult(strategy.Merge(request.Input, new MergeFuel(MergeFuel.Default))));
        await store._modules.AddAsync(new CryptoModule(), "crypto");
        await store._modules.AddAsync(new StorageModule(), "storage");
        await store._modules.AddAsync(new ConflictModule(), "conflict");
        var vault = await store.Mediator.Send(new CreateVault());
        await store.Mediator.Send(new InitialiseVault(vault.Vault));
        return store;
    }

    /// <summary>Documents of about 1 KB, each edited twice without the one knowing of the other: on one side a field and a tag, on the other another field.</summary>
    public async Task DivideAsync(int documents)
    {
        for (var from = 0; from < documents; from += Batch)
        {
            var numbers = Enumerable.Range(from, Math.Min(Batch, documents - from)).ToArray();
            var roots = await PutAsync(numbers, (number, _) => Content(number, "before", "before", "[]"), null);
            await PutAsync(numbers, (number, _) => Content(number, "by the one", "before", """["blue"]"""), roots);
            await PutAsync(numbers, (number, _) => Content(number, "before", "by the other", "[]"), roots);
        }
    }

    public ValueTask DisposeAsync() => _modules.DisposeAsync();

    private async Task<Revision[]> PutAsync(int[] numbers, Func<int, int, CanonicalJson> content, Revision[]? on)
    {
        var edits = numbers.Select((number, place) => new PutDocument(Id(number), content(number, place), on?[place]) { AllowBranch = true });
        var outcomes = await Mediator.Send(new PutDocuments([.. edits]));
        return [.. outcomes.Select(outcome => ((PutOutcome.Saved)outcome).Revision)];
    }

    private static DocumentId Id(int number) => new(string.Create(CultureInfo.InvariantCulture, $"note:{number:000000}"));

    private static CanonicalJson Content(int number, string title, string place, string tags)
    {
        var lines = Enumerable.Range(0, 10).Select(line => string.Create(CultureInfo.InvariantCulture, $"\"line{line}\":\"number {number}, line {line}: the boat lay at the pier and nobody came to fetch it\""));
        return CanonicalJson.Parse(Encoding.UTF8.GetBytes($$"""{{{string.Join(',', lines)}},"place":"{{place}}","tags":{{tags}},"title":"{{title}}"}"""));
    }
}
