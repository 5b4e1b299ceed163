using System.Text.RegularExpressions;

namespace Aurix.Platform.Documents;

/// <summary>The name of one database in the local store, with CouchDB's rules for it.</summary>
/// <remarks>
/// <c>[a-z_][a-z0-9_$()+/-]*</c>, at most 128 characters, without <c>/</c> because the name becomes a file name.
/// A leading <c>_</c> is for the server's own databases (<c>_users</c>).
/// </remarks>
public readonly partial record struct DatabaseName
{
    /// <summary>The owner's documents in the clear, on the owner's disk.</summary>
    public static readonly DatabaseName Vault = new("vault");

    private readonly string? _value;

    /// <summary>Takes a name that follows the rules.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules.</exception>
    public DatabaseName(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException($"'{value}' is not a database name: lower-case letters, digits and _ $ ( ) + - only, a letter first, at most 128.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The name as text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A DatabaseName was used before it was given a value.");

    /// <summary>Whether the text could be a database name.</summary>
    public static bool IsValid(string? value) => value is not null && Rule().IsMatch(value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "(none)";

    [GeneratedRegex(@"\A[a-z_][a-z0-9_$()+-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
