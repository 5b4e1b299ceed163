using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>Seals and opens heads and log segments (envelope.md, "Device logs and heads").</summary>
internal sealed class DeviceSealer(ISodium sodium, WorkBuffers buffers)
{
    private readonly Kdf _kdf = new(sodium);
    private readonly Sealer _sealer = new(sodium);

    public SealedDeviceDocument Seal(VaultKeys keys, DeviceHead head)
    {
        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        DeviceNames.Head(bid, sodium, keys, head.Device);
        return Seal(keys, SealKind.Head, bid, head.Counter, HeadCodec.Encode(head));
    }

    public SealedDeviceDocument Seal(VaultKeys keys, SealLogSegment segment)
    {
        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        DeviceNames.Segment(bid, sodium, keys, segment.Device, segment.Segment);
        return Seal(keys, SealKind.LogSegment, bid, SegmentCodec.Counter(segment.Segment, segment.Entries.Length), SegmentCodec.Encode(segment));
    }

    public OpenHeadOutcome OpenHead(VaultKeys keys, ReceivedDeviceDocument received)
    {
        if (Open(keys, SealKind.Head, received, out var opened) is { } refusal)
        {
            return new OpenHeadOutcome.Rejected(refusal, Detail(refusal));
        }

        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        if (HeadCodec.Decode(opened!.Data) is not { } head || head.Counter != opened.Counter)
        {
            return new OpenHeadOutcome.Rejected(RejectionCodes.BodyMalformed, Detail(RejectionCodes.BodyMalformed));
        }

        DeviceNames.Head(bid, sodium, keys, head.Device);
        return bid.SequenceEqual(opened.Name)
            ? new OpenHeadOutcome.Opened(head, opened.Epoch, opened.Seal)
            : new OpenHeadOutcome.Rejected(RejectionCodes.IdMismatch, Detail(RejectionCodes.IdMismatch));
    }

    public OpenSegmentOutcome OpenSegment(VaultKeys keys, ReceivedDeviceDocument received)
    {
        if (Open(keys, SealKind.LogSegment, received, out var opened) is { } refusal)
        {
            return new OpenSegmentOutcome.Rejected(refusal, Detail(refusal));
        }

        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        if (SegmentCodec.Decode(opened!.Data) is not { } segment || SegmentCodec.Counter(segment.Segment, segment.Entries.Length) != opened.Counter)
        {
            return new OpenSegmentOutcome.Rejected(RejectionCodes.BodyMalformed, Detail(RejectionCodes.BodyMalformed));
        }

        DeviceNames.Segment(bid, sodium, keys, segment.Device, segment.Segment);
        return bid.SequenceEqual(opened.Name)
            ? new OpenSegmentOutcome.Opened(segment.Device, segment.Segment, segment.Entries)
            : new OpenSegmentOutcome.Rejected(RejectionCodes.IdMismatch, Detail(RejectionCodes.IdMismatch));
    }

    public SealedDeviceDocument Seal(VaultKeys keys, CollectionProposal proposal)
    {
        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        DeviceNames.Proposal(bid, sodium, keys);
        return Seal(keys, SealKind.Collection, bid, proposal.Counter, CollectionCodec.Encode(proposal));
    }

    public SealedDeviceDocument Seal(VaultKeys keys, CollectionAnswer answer)
    {
        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        DeviceNames.Answer(bid, sodium, keys, answer.Device);
        return Seal(keys, SealKind.Collection, bid, answer.Counter, CollectionCodec.Encode(answer));
    }

    public OpenCollectionOutcome OpenCollection(VaultKeys keys, ReceivedDeviceDocument received)
    {
        if (Open(keys, SealKind.Collection, received, out var opened) is { } refusal)
        {
            return new OpenCollectionOutcome.Rejected(refusal, Detail(refusal));
        }

        // The name says which of the two it has to be: the vault has one proposal, and each device one answer.
        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        DeviceNames.Proposal(bid, sodium, keys);
        if (bid.SequenceEqual(opened!.Name))
        {
            return CollectionCodec.DecodeProposal(opened.Data) is { } proposal && proposal.Counter == opened.Counter
                ? new OpenCollectionOutcome.Proposed(proposal, opened.Epoch, opened.Seal)
                : new OpenCollectionOutcome.Rejected(RejectionCodes.BodyMalformed, Detail(RejectionCodes.BodyMalformed));
        }

        if (CollectionCodec.DecodeAnswer(opened.Data) is not { } answer || answer.Counter != opened.Counter)
        {
            return new OpenCollectionOutcome.Rejected(RejectionCodes.BodyMalformed, Detail(RejectionCodes.BodyMalformed));
        }

        DeviceNames.Answer(bid, sodium, keys, answer.Device);
        return bid.SequenceEqual(opened.Name)
            ? new OpenCollectionOutcome.Answered(answer, opened.Epoch)
            : new OpenCollectionOutcome.Rejected(RejectionCodes.IdMismatch, Detail(RejectionCodes.IdMismatch));
    }

    private SealedDeviceDocument Seal(VaultKeys keys, SealKind kind, ReadOnlySpan<byte> bid, long counter, ReadOnlySpan<byte> data)
    {
        var padded = Padding.PaddedLength(data.Length, Padding.DocumentMinimum);
        var header = new SealHeader(kind, keys.Current.Number);
        using var output = buffers.Lend(DeviceLayout.Overhead + padded);
        using var loan = buffers.Lend(SealFrame.Size(DeviceLayout.ContextLength, padded));
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            DeriveKey(key, keys.Current, bid);
            var frame = new SealFrame(loan.Span, header, DeviceLayout.ContextLength);
            DeviceLayout.WriteContext(frame.Context, keys.Vault, bid, counter);
            Padding.Write(data, frame.Plaintext);
            header.Write(output.Span);
            BinaryPrimitives.WriteInt64LittleEndian(output.Span[DeviceLayout.Counter..], counter);
            _sealer.Seal(output.Span.Slice(DeviceLayout.Siv, Sealer.SivSize), output.Span[DeviceLayout.Ciphertext..], key, frame);
            return new SealedDeviceDocument(DeviceNames.ToText(kind, bid), Base64Url.EncodeToString(output.Span));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private string? Open(VaultKeys keys, SealKind kind, ReceivedDeviceDocument received, out OpenedDocument? opened)
    {
        opened = null;
        if (received.Envelope is null)
        {
            return RejectionCodes.PlaintextInjected;
        }

        // Measured before anything is allocated for it.
        var length = CanonicalBase64Url.DecodedLength(received.Envelope.Length);
        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        var most = kind is SealKind.Collection ? DeviceLayout.MaxCollectionLength : DeviceLayout.MaxLength;
        if (length < DeviceLayout.MinLength || length > most || !DeviceNames.TryParse(kind, received.RemoteId, bid))
        {
            return RejectionCodes.EnvelopeMalformed;
        }

        using var loan = buffers.Lend(length);
        return !CanonicalBase64Url.TryDecode(received.Envelope, loan.Span) || !SealHeader.TryRead(loan.Span, out var header) ? RejectionCodes.EnvelopeMalformed
            : header.Version != SealHeader.CurrentVersion || !Enum.IsDefined(header.Kind) ? RejectionCodes.VersionUnsupported
            : header.Kind != kind ? RejectionCodes.KindMismatch
            : !keys.TryGetEpoch(header.Epoch, out var epoch) ? RejectionCodes.EpochUnknown
            : Open(keys, header, epoch, bid, loan.Span, out opened);
    }

    private string? Open(VaultKeys keys, SealHeader header, EpochKeys epoch, ReadOnlySpan<byte> bid, ReadOnlySpan<byte> envelope, out OpenedDocument? opened)
    {
        opened = null;
        var counter = BinaryPrimitives.ReadInt64LittleEndian(envelope[DeviceLayout.Counter..]);
        var siv = envelope.Slice(DeviceLayout.Siv, Sealer.SivSize);
        using var loan = buffers.Lend(SealFrame.Size(DeviceLayout.ContextLength, envelope.Length - DeviceLayout.Overhead));
        var frame = new SealFrame(loan.Span, header, DeviceLayout.ContextLength);
        DeviceLayout.WriteContext(frame.Context, keys.Vault, bid, counter);
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            DeriveKey(key, epoch, bid);
            if (_sealer.Open(siv, envelope[DeviceLayout.Ciphertext..], key, frame) is { } refusal)
            {
                return refusal;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        if (!Padding.TryRead(frame.Plaintext, Padding.DocumentMinimum, out var data))
        {
            return RejectionCodes.PaddingInvalid;
        }

        opened = new(bid.ToArray(), epoch.Number, counter, Convert.ToHexStringLower(siv), frame.Plaintext[data].ToArray());
        return null;
    }

    // K_device = KDF(KDF(EK, "device"), "item", bid)
    private void DeriveKey(Span<byte> key, EpochKeys epoch, ReadOnlySpan<byte> bid)
    {
        Span<byte> parent = stackalloc byte[GuardedKey.Size];
        try
        {
            _kdf.Derive(parent, epoch.Key.Bytes, "device"u8);
            _kdf.Derive(key, parent, "item"u8, bid);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parent);
        }
    }

    private static string Detail(string code) => code switch
    {
        RejectionCodes.EpochUnknown => "A device's log was sealed under a key that this device does not have yet.",
        RejectionCodes.VersionUnsupported => "A device's log was sealed by a newer version; update this device to read it.",
        RejectionCodes.IdMismatch => "A device's log is another one than the place where the server keeps it.",
        _ => "What lies in the place of a device's log was altered, moved, or not written by a device of yours.",
    };
}
