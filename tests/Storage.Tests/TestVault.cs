using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Tests;

/// <summary>A vault whose keys every test may use: on a device of its own, with the real Crypto, and nothing else on it.</summary>
internal sealed class TestVault
{
    private static readonly Lazy<TestVault> OwnVault = new(() => CreateAsync().GetAwaiter().GetResult());
    private static readonly Lazy<TestVault> JoinedVault = new(() => CreateAsync().GetAwaiter().GetResult());

    private readonly ModuleHarness _device;
    private readonly Lazy<WrappedVault> _wrapped;

    private TestVault(ModuleHarness device, VaultId id)
    {
        _device = device;
        Id = id;
        _wrapped = new(() => WrapAsync().GetAwaiter().GetResult()); // a password takes 256 MiB and a second, so once a run
    }

    /// <summary>The vault that a store belongs to from the start.</summary>
    public static TestVault Own => OwnVault.Value;

    /// <summary>The vault on a server, which a store joins.</summary>
    public static TestVault Joined => JoinedVault.Value;

    public VaultId Id { get; }

    /// <summary>Makes a data directory that of another device of this vault.</summary>
    public void CopyKeysTo(string dataDirectory)
    {
        var keys = Directory.CreateDirectory(Path.Combine(dataDirectory, "crypto")).FullName;
        File.Copy(Path.Combine(_device.DataDirectory, "crypto", "keys.json"), Path.Combine(keys, "keys.json"));
    }

    /// <summary>Takes the first step of joining: Crypto holds the keys beside its own.</summary>
    public async Task StageAsync(StoreFixture store) =>
        await store.SendAsync(new RecoverVault(Secret.FromCharacters(_wrapped.Value.RecoveryCode.Reveal()), _wrapped.Value.Document));

    public MintedRevision Mint(RevisionDraft draft) => Send(new MintRevisions(Id, [draft]))[0];

    public BlobAddress Chunk(FileKey file, ChunkDraft chunk) => Send(new MintChunks(file, [chunk]))[0];

    public BlobAddress Manifest(FileKey file, long size, ImmutableArray<BlobAddress> chunks) => Send(new MintManifest(file, size, chunks));

    private static async Task<TestVault> CreateAsync()
    {
        var device = await new ModuleHarness().AddAsync(new CryptoModule(), "crypto");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(device.DataDirectory, recursive: true);
        return new TestVault(device, (await device.Mediator.Send(new CreateVault())).Vault);
    }

    private async Task<WrappedVault> WrapAsync()
    {
        var login = await _device.Mediator.Send(new BeginLogin("alex", "aurix-k3f9q2mz", Secret.FromCharacters("correct horse battery staple")));
        login.ServerPassword.Dispose();
        return await _device.Mediator.Send(new WrapVault(login.Number));
    }

    private T Send<T>(IRequest<T> request) => _device.Mediator.Send(request).GetAwaiter().GetResult();
}
