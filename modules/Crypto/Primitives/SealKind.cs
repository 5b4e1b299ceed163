namespace Aurix.Platform.Crypto.Primitives;

/// <summary>What a sealed thing is: the fourth byte of its header, authenticated with the rest.</summary>
internal enum SealKind : byte
{
    /// <summary>A live revision of a document.</summary>
    Document = 0x01,

    /// <summary>A park or a retire; on the server with <c>_deleted</c>.</summary>
    Tombstone = 0x02,

    /// <summary>A piece of a file.</summary>
    Chunk = 0x10,

    /// <summary>The list of a file's pieces.</summary>
    Manifest = 0x11,

    /// <summary>What a device last said of itself and the others.</summary>
    Head = 0x20,

    /// <summary>A piece of a device's log.</summary>
    LogSegment = 0x21,

    /// <summary>A proposal to collect chunks, or a device's answer to one.</summary>
    Collection = 0x22,

    /// <summary>The key ring, under the master key.</summary>
    Ring = 0x30,

    /// <summary>The master key, under the password.</summary>
    PasswordSlot = 0x31,

    /// <summary>The master key, under the recovery code.</summary>
    RecoverySlot = 0x32,

    /// <summary>The master key, under an invitation.</summary>
    InvitationSlot = 0x33,

    /// <summary>The device's own keys, under its passphrase; never on a server.</summary>
    LocalWrap = 0x40,
}
