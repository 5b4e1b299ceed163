using System.Text;

namespace Aurix.Platform.Documents;

/// <summary>The name an app gives a document: any 1 to 512 bytes of UTF-8. It never leaves the device in the clear.</summary>
/// <remarks>Compared by code unit, never by culture: two devices must agree on which document is which.</remarks>
public readonly record struct DocumentId : IComparable<DocumentId>
{
    /// <summary>The longest id, in bytes of UTF-8. Longer ids would not fit the padding buckets of small documents.</summary>
    public const int MaxBytes = 512;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string? _value;

    /// <summary>Takes an id of 1 to 512 bytes of valid UTF-8.</summary>
    /// <exception cref="ArgumentException">The id is empty, too long, or holds half of a surrogate pair.</exception>
    public DocumentId(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException("A document id is 1 to 512 bytes of valid UTF-8.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The id as text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A DocumentId was used before it was given a value.");

    /// <summary>Whether the text could be a document id.</summary>
    public static bool IsValid(string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > MaxBytes)
        {
            return false;
        }

        try
        {
            return Strict.GetByteCount(value) <= MaxBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Ordinal order.</summary>
    public int CompareTo(DocumentId other) => string.CompareOrdinal(_value, other._value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "(none)";
}
