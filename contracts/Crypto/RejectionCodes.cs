namespace Aurix.Platform.Crypto;

/// <summary>Why something from a server was refused (crypto.md §7). Causes that only the keys could tell apart share one code.</summary>
public static class RejectionCodes
{
    /// <summary>A document without an envelope lies where only envelopes may.</summary>
    public const string PlaintextInjected = nameof(PlaintextInjected);

    /// <summary>A bare deletion that no device made.</summary>
    public const string ForgedDelete = nameof(ForgedDelete);

    /// <summary>Not an envelope: length, alphabet or framing is wrong.</summary>
    public const string EnvelopeMalformed = nameof(EnvelopeMalformed);

    /// <summary>A version this build does not know.</summary>
    public const string VersionUnsupported = nameof(VersionUnsupported);

    /// <summary>An envelope of another kind than its place asks for.</summary>
    public const string KindMismatch = nameof(KindMismatch);

    /// <summary>Sealed under an epoch whose key this device does not have.</summary>
    public const string EpochUnknown = nameof(EpochUnknown);

    /// <summary>Sealed under keys that were closed by a rotation, and not among what was accepted by then.</summary>
    public const string EpochClosed = nameof(EpochClosed);

    /// <summary>Altered, moved, or sealed by somebody else.</summary>
    public const string AuthFailed = nameof(AuthFailed);

    /// <summary>Opens, but does not match its own commitment.</summary>
    public const string SivMismatch = nameof(SivMismatch);

    /// <summary>The padding is not the only one allowed.</summary>
    public const string PaddingInvalid = nameof(PaddingInvalid);

    /// <summary>The server's revision is not the envelope's.</summary>
    public const string RevMismatch = nameof(RevMismatch);

    /// <summary>The server's ancestry contradicts the envelope.</summary>
    public const string LineageMismatch = nameof(LineageMismatch);

    /// <summary>The document inside is another one than the id outside.</summary>
    public const string IdMismatch = nameof(IdMismatch);

    /// <summary>Opens, but is no document body.</summary>
    public const string BodyMalformed = nameof(BodyMalformed);

    /// <summary>A chunk or a manifest that is not what its file asks for.</summary>
    public const string ChunkInvalid = nameof(ChunkInvalid);

    /// <summary>The manifest does not fit the file's size.</summary>
    public const string AttachmentLength = nameof(AttachmentLength);
}
