using System.Text.RegularExpressions;

namespace Aurix.Platform.Sync;

/// <summary>What an owner calls one of the servers that the vault is synced with.</summary>
/// <remarks>1 to 32 of <c>[a-z0-9-]</c>. Who names none means <c>main</c>.</remarks>
public readonly partial record struct RemoteName : IComparable<RemoteName>
{
    /// <summary>The one that there always is, with or without an account.</summary>
    public static readonly RemoteName Main;

    private const string MainText = "main";

    private readonly string? _value; // null is main, so that a message that names none means it

    /// <summary>Takes a name that follows the rules.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules.</exception>
    public RemoteName(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException($"'{value}' cannot be the name of a remote: 1 to 32 lower-case letters, digits and '-'.", nameof(value));
        }

        _value = value == MainText ? null : value;
    }

    /// <summary>The name as text.</summary>
    public string Value => _value ?? MainText;

    /// <summary>Whether it is <see cref="Main"/>.</summary>
    public bool IsMain => _value is null;

    /// <summary>Whether the text could be the name of a remote.</summary>
    public static bool IsValid(string? value) => value is not null && Rule().IsMatch(value);

    /// <summary>Main first, the others by their bytes.</summary>
    public int CompareTo(RemoteName other) => IsMain || other.IsMain ? other.IsMain.CompareTo(IsMain) : string.CompareOrdinal(_value, other._value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
