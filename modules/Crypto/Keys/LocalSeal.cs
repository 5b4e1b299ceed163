using System.Security.Cryptography;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>Seals what stays on this device (kind 40).</summary>
/// <remarks>
/// <code>
/// ├ header 8 ┼ V 32 ┼ C ┤        ctx = label ‖ 00 ‖ salt
/// </code>
/// The label says what is inside, the salt which protection it belongs to: neither opens in another's place.
/// </remarks>
internal sealed class LocalSeal(ISodium sodium)
{
    private const int Prefix = SealHeader.Size + Sealer.SivSize;

    private static readonly SealHeader Header = new(SealKind.LocalWrap, 0);

    private readonly Sealer _sealer = new(sodium);

    public byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> data, int minimum)
    {
        var padded = Padding.PaddedLength(data.Length, minimum);
        var wrapped = new byte[Prefix + padded + Sealer.TagSize];
        var work = GC.AllocateUninitializedArray<byte>(SealFrame.Size(ContextLength(label, salt), padded), pinned: true);
        try
        {
            var frame = new SealFrame(work, Header, ContextLength(label, salt));
            WriteContext(frame.Context, label, salt);
            Padding.Write(data, frame.Plaintext);
            Header.Write(wrapped);
            _sealer.Seal(wrapped.AsSpan(SealHeader.Size, Sealer.SivSize), wrapped.AsSpan(Prefix), key, frame);
            return wrapped;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(work);
        }
    }

    /// <summary>Opens into pinned bytes, which the caller wipes; null for whatever is wrong.</summary>
    public byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> wrapped, int minimum)
    {
        if (wrapped.Length < Prefix + minimum + Sealer.TagSize || !SealHeader.TryRead(wrapped, out var header) || header != Header)
        {
            return null;
        }

        var work = GC.AllocateUninitializedArray<byte>(SealFrame.Size(ContextLength(label, salt), wrapped.Length - Prefix - Sealer.TagSize), pinned: true);
        try
        {
            var frame = new SealFrame(work, Header, ContextLength(label, salt));
            WriteContext(frame.Context, label, salt);
            if (_sealer.Open(wrapped.Slice(SealHeader.Size, Sealer.SivSize), wrapped[Prefix..], key, frame) is not null
                || !Padding.TryRead(frame.Plaintext, minimum, out var data))
            {
                return null;
            }

            var opened = GC.AllocateUninitializedArray<byte>(frame.Plaintext[data].Length, pinned: true);
            frame.Plaintext[data].CopyTo(opened);
            return opened;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(work);
        }
    }

    private static int ContextLength(ReadOnlySpan<byte> label, ReadOnlySpan<byte> salt) => label.Length + 1 + salt.Length;

    private static void WriteContext(Span<byte> context, ReadOnlySpan<byte> label, ReadOnlySpan<byte> salt)
    {
        label.CopyTo(context);
        context[label.Length] = 0;
        salt.CopyTo(context[(label.Length + 1)..]);
    }
}
