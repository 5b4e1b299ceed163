using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests;
using MediatR;

namespace Aurix.Platform.Bench.Storage;

/// <summary>The real modules Crypto and Storage in this process, over a real mediator.</summary>
internal sealed class OurStore : IAsyncDisposable
{
    private readonly ModuleHarness _harness;

    private OurStore(ModuleHarness harness) => _harness = harness;

    public string DocumentsFile => DocumentsFileIn(_harness.DataDirectory);

    public static string DocumentsFileIn(string folder) => Path.Combine(folder, "storage", "vault.db");

    /// <summary>Opens the vault in a folder, making one first where there is none. The vault is open when this returns.</summary>
    public static async Task<OurStore> OpenAsync(string folder)
    {
        var harness = new ModuleHarness(folder);
        await harness.AddAsync(new CryptoModule(), "crypto");
        await harness.AddAsync(new StorageModule(), "storage");
        var vault = await harness.Mediator.Send(new CreateVault());
        await harness.Mediator.Send(new InitialiseVault(vault.Vault));
        return new OurStore(harness);
    }

    public async Task PutAsync(Sample sample) => Must(await SendAsync(Put(sample)));

    /// <summary>At most 1000 at once.</summary>
    public async Task PutManyAsync(IReadOnlyList<Sample> samples)
    {
        foreach (var outcome in await SendAsync(new PutDocuments([.. samples.Select(Put)])))
        {
            Must(outcome);
        }
    }

    public async Task<DocumentBody> GetAsync(string id) => ((GetOutcome.Found)await SendAsync(new GetDocument(new DocumentId(id)))).Body;

    public async Task<T> SendAsync<T>(IRequest<T> request)
    {
        var answer = await _harness.Mediator.Send(request);
        lock (_harness.Published)
        {
            _harness.Published.Clear(); // a test wants to see every bell; a million of them are no memory of ours
        }

        return answer;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private static PutDocument Put(Sample sample) => new(new DocumentId(sample.Id), sample.Content, null);

    private static void Must(PutOutcome outcome)
    {
        if (outcome is not PutOutcome.Saved)
        {
            throw new InvalidOperationException($"A write was answered with {outcome}.");
        }
    }
}
