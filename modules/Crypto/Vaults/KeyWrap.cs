using System.Buffers.Binary;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>Seals keys under a key: the slots and the ring of the vault document (crypto.md §2.4).</summary>
/// <remarks>
/// <code>
/// ├ header 8 ┼ LE32 generation ┼ V 32 ┼ C ┤
/// slot ctx = vault ‖ profile ‖ mode ‖ LE32 generation      ring ctx = vault ‖ LE32 generation
/// </code>
/// </remarks>
internal sealed class KeyWrap(ISodium sodium, WorkBuffers buffers)
{
    /// <summary>Bytes before C.</summary>
    public const int Prefix = SivStart + Sealer.SivSize;

    /// <summary>The length of every slot.</summary>
    public const int SlotSize = Prefix + Padding.SlotMinimum + Sealer.TagSize;

    /// <summary>A ring with more epochs than <see cref="Keys.VaultKeys.MaxEpochs"/> is not read.</summary>
    public const int MaxSize = 128 << 10;

    /// <summary>The last generation that is read.</summary>
    public const int MaxGeneration = int.MaxValue - 1;

    private const int SivStart = SealHeader.Size + 4;

    private readonly Sealer _sealer = new(sodium);

    public byte[] Seal(WrapPlace place, int generation, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var padded = Padding.PaddedLength(data.Length, place.Minimum);
        var wrapped = new byte[Prefix + padded + Sealer.TagSize];
        var header = new SealHeader(place.Kind, 0);
        using var loan = buffers.Lend(SealFrame.Size(place.ContextLength, padded));
        var frame = new SealFrame(loan.Span, header, place.ContextLength);
        place.WriteContext(frame.Context, generation);
        Padding.Write(data, frame.Plaintext);

        header.Write(wrapped);
        BinaryPrimitives.WriteInt32LittleEndian(wrapped.AsSpan(SealHeader.Size), generation);
        _sealer.Seal(wrapped.AsSpan(SivStart, Sealer.SivSize), wrapped.AsSpan(Prefix), key, frame);
        return wrapped;
    }

    /// <summary>The generation a wrapped key claims, 0 when it is not of this place at all. Proves nothing until it was opened.</summary>
    public static int ClaimedGeneration(WrapPlace place, ReadOnlySpan<byte> wrapped) =>
        wrapped.Length >= Prefix + place.Minimum + Sealer.TagSize
        && wrapped.Length <= MaxSize
        && SealHeader.TryRead(wrapped, out var header)
        && header == new SealHeader(place.Kind, 0)
        && BinaryPrimitives.ReadUInt32LittleEndian(wrapped[SealHeader.Size..]) is > 0 and <= MaxGeneration and var generation
        ? (int)generation
        : 0;

    /// <summary>Opens a wrapped key into pinned bytes, which the caller wipes; null for whatever is wrong.</summary>
    public byte[]? Open(WrapPlace place, ReadOnlySpan<byte> key, ReadOnlySpan<byte> wrapped)
    {
        var generation = ClaimedGeneration(place, wrapped);
        if (generation == 0)
        {
            return null;
        }

        using var loan = buffers.Lend(SealFrame.Size(place.ContextLength, wrapped.Length - Prefix - Sealer.TagSize));
        var frame = new SealFrame(loan.Span, new SealHeader(place.Kind, 0), place.ContextLength);
        place.WriteContext(frame.Context, generation);
        if (_sealer.Open(wrapped.Slice(SivStart, Sealer.SivSize), wrapped[Prefix..], key, frame) is not null
            || !Padding.TryRead(frame.Plaintext, place.Minimum, out var data))
        {
            return null;
        }

        var opened = GC.AllocateUninitializedArray<byte>(frame.Plaintext[data].Length, pinned: true);
        frame.Plaintext[data].CopyTo(opened);
        return opened;
    }
}
