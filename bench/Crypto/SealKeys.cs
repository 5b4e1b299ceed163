using Aurix.Platform.Crypto;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Rotation;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>A vault's keys and the product's own sealing parts, over the binding that the product uses for bulk.</summary>
internal sealed class SealKeys : IDisposable
{
    private readonly ClosedEpochs _closed = new(Path.GetTempPath());

    public SealKeys()
    {
        Keys = NewVaultFactory.Create(Sodium, new Kdf(Sodium));
        Documents = new DocumentSealer(Sodium, Buffers);
        Opener = new DocumentOpener(Sodium, Buffers, new EpochFinder(Documents, _closed, Sodium));
    }

    public GeraltSodium Sodium { get; } = new();

    public WorkBuffers Buffers { get; } = new();

    public VaultKeys Keys { get; }

    public DocumentSealer Documents { get; }

    public DocumentOpener Opener { get; }

    public void Dispose()
    {
        Keys.Dispose();
        _closed.Dispose();
    }
}
