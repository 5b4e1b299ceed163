using System.Text;

namespace Aurix.Platform.Documents;

/// <summary>A JSON value in the one spelling that every device agrees on, so that equal values have equal bytes.</summary>
/// <remarks>
/// RFC 8785 (members sorted by UTF-16 code unit, shortest escapes, no blanks), with one difference: a number keeps its literal
/// where RFC 8785 would round it, so integers beyond 2^53 and long decimals survive unharmed (ADR 0006). Duplicate members and
/// halves of surrogate pairs are refused. At most <see cref="MaxDepth"/> levels deep.
/// <c>ToString</c> tells the size only: content does not belong in a log.
/// </remarks>
public sealed class CanonicalJson : IEquatable<CanonicalJson>
{
    /// <summary>How deep values may nest. Deeper input is refused before it can exhaust a stack.</summary>
    public const int MaxDepth = 128;

    /// <summary>The value <c>null</c>.</summary>
    public static readonly CanonicalJson Null = new("null"u8.ToArray());

    /// <summary>The value <c>{}</c>.</summary>
    public static readonly CanonicalJson EmptyObject = new("{}"u8.ToArray());

    private readonly ReadOnlyMemory<byte> _utf8;

    private CanonicalJson(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The canonical text as UTF-8. Do not write to the memory behind it.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Reads any JSON text and brings it into canonical form.</summary>
    /// <exception cref="FormatException">The text is not JSON, is too deep, or says one thing in two ways. The message says where, never what.</exception>
    public static CanonicalJson Parse(ReadOnlySpan<byte> utf8) => new(CanonicalJsonReader.Canonicalise(utf8));

    /// <summary>Reads any JSON text and brings it into canonical form.</summary>
    /// <exception cref="FormatException">The text is not JSON, is too deep, or says one thing in two ways.</exception>
    public static CanonicalJson Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Takes text that must already be canonical: what comes out of an envelope.</summary>
    /// <exception cref="FormatException">The text is not in canonical form.</exception>
    public static CanonicalJson RequireCanonical(ReadOnlyMemory<byte> utf8)
    {
        if (!CanonicalJsonReader.Canonicalise(utf8.Span).AsSpan().SequenceEqual(utf8.Span))
        {
            throw new FormatException("The JSON is valid but not in canonical form.");
        }

        return new(utf8);
    }

    /// <summary>Wraps bytes that came out of this class before, such as a row of the local store. Checks nothing.</summary>
    public static CanonicalJson FromTrusted(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>The canonical text, for showing it to its owner.</summary>
    public string ToText() => Encoding.UTF8.GetString(_utf8.Span);

    /// <inheritdoc/>
    public bool Equals(CanonicalJson? other) => other is not null && _utf8.Span.SequenceEqual(other._utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CanonicalJson);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The size, not the content.</summary>
    public override string ToString() => $"{nameof(CanonicalJson)} of {_utf8.Length} bytes";
}
