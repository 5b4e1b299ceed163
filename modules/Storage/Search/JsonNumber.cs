using System.Globalization;

namespace Aurix.Platform.Storage.Search;

/// <summary>Compares JSON numbers by what they are worth, however they are spelled.</summary>
/// <remarks>Rounding keeps the order, so doubles that differ decide; only those that are equal need a look at the digits.</remarks>
internal static class JsonNumber
{
    // Far beyond any exponent that tells two numbers apart which are equal as doubles.
    private const long LargestExponent = long.MaxValue / 4;

    public static int Compare(string one, string other)
    {
        var byDouble = Double(one).CompareTo(Double(other));
        return byDouble != 0 || one == other ? byDouble : CompareDigits(Decompose(one), Decompose(other));
    }

    private static double Double(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0; // -0 is 0

    private static int CompareDigits((int Sign, long Exponent, string Digits) one, (int Sign, long Exponent, string Digits) other)
    {
        if (one.Sign != other.Sign || one.Sign == 0)
        {
            return one.Sign.CompareTo(other.Sign);
        }

        var byExponent = one.Exponent.CompareTo(other.Exponent);
        return one.Sign * (byExponent != 0 ? byExponent : string.CompareOrdinal(one.Digits, other.Digits));
    }

    /// <summary>The number as sign · 0.digits · 10^exponent, with no zero at either end of the digits.</summary>
    private static (int Sign, long Exponent, string Digits) Decompose(string text)
    {
        var magnitude = text.TrimStart('-');
        var e = magnitude.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? magnitude : magnitude[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = all.TrimStart('0');
        if (significant.Length == 0)
        {
            return (0, 0, "");
        }

        var exponent = (e < 0 ? 0 : Exponent(magnitude.AsSpan(e + 1))) + (point < 0 ? all.Length : point) - (all.Length - significant.Length);
        return (text[0] == '-' ? -1 : 1, exponent, significant.TrimEnd('0'));
    }

    private static long Exponent(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) && Math.Abs(exponent) < LargestExponent
            ? exponent
            : text[0] == '-' ? -LargestExponent : LargestExponent;
}
