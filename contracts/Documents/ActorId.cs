using System.Globalization;

namespace Aurix.Platform.Documents;

/// <summary>One incarnation of one local store: 64 random bits, made anew when a store is created, restored or cloned.</summary>
/// <remarks>Never a device id: a restored backup that went on counting under its old actor would have its new edits taken for old ones (conflict.md CE-11).</remarks>
public readonly record struct ActorId(ulong Value) : IComparable<ActorId>
{
    /// <summary>Reads 16 lower-case hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ActorId actor)
    {
        actor = default;
        if (text.Length != 16)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        actor = new(ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ActorId other) => Value.CompareTo(other.Value);

    /// <summary>16 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
