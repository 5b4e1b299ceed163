namespace Aurix.Platform.Crypto.Envelopes;

/// <summary>One sentence for a person to each code. Never content, never a key, and nothing that the code does not say already.</summary>
internal static class Rejections
{
    public static OpenOutcome Of(string code) => new OpenOutcome.Rejected(code, Detail(code));

    private static string Detail(string code) => code switch
    {
        RejectionCodes.PlaintextInjected => "The server holds a readable document where only sealed ones may be; no device of yours wrote it.",
        RejectionCodes.ForgedDelete => "The server says this document was deleted, but no device of yours deleted it.",
        RejectionCodes.EnvelopeMalformed => "What the server sent is not a sealed document: its length, alphabet or framing is wrong.",
        RejectionCodes.VersionUnsupported => "The document was sealed by a newer version; update this device to read it.",
        RejectionCodes.KindMismatch => "The server's deletion flag and the sealed document contradict each other.",
        RejectionCodes.RevMismatch => "The server gives this revision another name than the one it was sealed with.",
        RejectionCodes.LineageMismatch => "The server names other ancestors than the sealed document does.",
        RejectionCodes.EpochUnknown => "The document was sealed under a key that this device does not have yet.",
        RejectionCodes.EpochClosed => "The document was sealed with keys that were replaced since, by a device that may have been lost. Release it only if you know it.",
        RejectionCodes.AuthFailed => "The document was altered or moved, or was not sealed by a device of yours.",
        RejectionCodes.SivMismatch => "The document opens but is not what its own fingerprint says.",
        RejectionCodes.PaddingInvalid => "The document opens but is padded in a way that no device of yours does.",
        RejectionCodes.BodyMalformed => "The document opens but its body cannot be read by this version.",
        RejectionCodes.IdMismatch => "The document inside is another one than the place where the server keeps it.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Not a code that opening a document can end with."),
    };
}
