namespace Aurix.Platform.Documents;

/// <summary>What kind of thing a document is (<c>note</c>, <c>transcript</c>): what policy rules and lists go by.</summary>
/// <remarks>1 to 64 characters out of <c>a-z 0-9 . _ -</c>. It is sealed with the document; no server sees it.</remarks>
public readonly record struct DocumentType
{
    /// <summary>What a document is when nobody said.</summary>
    public static readonly DocumentType Default = new("document");

    /// <summary>The document that holds the vault-wide conflict policy.</summary>
    public static readonly DocumentType Policy = new("aurix.policy");

    private readonly string? _value;

    /// <summary>Takes a type that follows the rule.</summary>
    /// <exception cref="ArgumentException">The type breaks the rule.</exception>
    public DocumentType(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException($"'{value}' is not a document type: 1 to 64 characters of a-z, 0-9, '.', '_' and '-'.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The type as text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A DocumentType was used before it was given a value.");

    /// <summary>Whether the text could be a document type.</summary>
    public static bool IsValid(string? value) =>
        value is { Length: >= 1 and <= 64 } && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    /// <inheritdoc/>
    public override string ToString() => _value ?? "(none)";
}
