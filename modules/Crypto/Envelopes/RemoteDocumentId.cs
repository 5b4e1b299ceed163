using System.Buffers.Text;
using System.Text;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Envelopes;

/// <summary>What a document is called on a server: <c>"d" ‖ b64u(bid)</c> with <c>bid = B2b(32, K_id, UTF8(id))</c>.</summary>
/// <remarks>The letter keeps a <c>_</c> from coming first, which CouchDB refuses. The key keeps anybody from trying names.</remarks>
internal static class RemoteDocumentId
{
    /// <summary>The length of bid.</summary>
    public const int Size = 32;

    private const int TextLength = 44;

    public static void Compute(Span<byte> bid, ISodium sodium, VaultKeys keys, DocumentId id)
    {
        Span<byte> utf8 = stackalloc byte[DocumentId.MaxBytes];
        sodium.Mac(bid, keys.Ids.Bytes, utf8[..Encoding.UTF8.GetBytes(id.Value, utf8)]);
    }

    public static string ToText(ReadOnlySpan<byte> bid) => string.Concat("d", Base64Url.EncodeToString(bid));

    public static bool TryParse(string? text, Span<byte> bid) =>
        text is { Length: TextLength } && text[0] == 'd' && CanonicalBase64Url.TryDecode(text.AsSpan(1), bid);
}
