using System.Buffers;
using System.Buffers.Text;

namespace Aurix.Platform.Documents;

/// <summary>Base64url without padding, in the one spelling that each value has.</summary>
internal static class CanonicalBase64Url
{
    /// <summary>Fills <paramref name="bytes"/> exactly, or answers false; never throws, whatever a server sent.</summary>
    public static bool TryDecode(string? text, Span<byte> bytes) =>
        text is not null
        && Base64Url.DecodeFromChars(text, bytes, out var read, out var written) == OperationStatus.Done
        && read == text.Length
        && written == bytes.Length
        && Base64Url.EncodeToString(bytes) == text; // also refuses padding, blanks and stray bits at the end
}
