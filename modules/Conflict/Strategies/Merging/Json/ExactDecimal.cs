using System.Globalization;
using System.Numerics;

namespace Aurix.Platform.Merging.Json;

/// <summary>The exact value of a JSON number, never rounded to a double (ADR 0006): sign, digits without zeros at either end, power of ten.</summary>
/// <remarks>Digits stay text, so that a literal of any length or exponent can be compared without doing arithmetic on it.</remarks>
/// <param name="Negative">Below zero.</param>
/// <param name="Digits">The significant digits; empty for zero.</param>
/// <param name="Exponent">The power of ten by which the digits, read as an integer, are multiplied.</param>
internal readonly record struct ExactDecimal(bool Negative, string Digits, BigInteger Exponent) : IComparable<ExactDecimal>
{
    /// <summary>How many digits a sum may have. More would let two short literals ask for gigabytes.</summary>
    public const int MaxDigits = 10_000;

    public static readonly ExactDecimal Zero = new(false, "", 0);

    // The place of the first digit left of the point: 0.5 is 0, 5 is 1, 50 is 2.
    private BigInteger Magnitude => Exponent + Digits.Length;

    /// <summary>Reads a JSON number.</summary>
    public static ExactDecimal Parse(string literal)
    {
        var e = literal.AsSpan().IndexOfAny('e', 'E');
        var mantissa = literal.AsSpan(0, e < 0 ? literal.Length : e);
        var exponent = e < 0 ? BigInteger.Zero : BigInteger.Parse(literal.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var negative = mantissa[0] == '-';
        mantissa = mantissa.TrimStart('-');
        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        significant = significant.TrimStart('0');
        return significant.IsEmpty ? Zero : new(negative, significant.ToString(), exponent);
    }

    /// <summary>By exact value.</summary>
    public int CompareTo(ExactDecimal other)
    {
        if (Digits.Length == 0 || other.Digits.Length == 0 || Negative != other.Negative)
        {
            return Sign().CompareTo(other.Sign());
        }

        var size = Magnitude.CompareTo(other.Magnitude);
        size = size != 0 ? size : string.CompareOrdinal(Digits, other.Digits); // both start at the same place, so a prefix is the smaller
        return Negative ? -size : size;
    }

    /// <summary><paramref name="start"/> plus what each of the two added to it, or nothing if that takes too many digits.</summary>
    public static ExactDecimal? Sum(ExactDecimal start, ExactDecimal one, ExactDecimal other)
    {
        ExactDecimal[] all = [start, one, other];
        var used = all.Where(value => value.Digits.Length > 0).ToList();
        if (used.Count == 0)
        {
            return Zero;
        }

        var lowest = used.Min(value => value.Exponent);
        if (used.Max(value => value.Magnitude) - lowest > MaxDigits)
        {
            return null;
        }

        var sum = At(one) + At(other) - At(start);
        return Parse($"{sum.ToString(CultureInfo.InvariantCulture)}e{lowest.ToString(CultureInfo.InvariantCulture)}");

        BigInteger At(ExactDecimal value) => value.Digits.Length == 0
            ? 0
            : (value.Negative ? -1 : 1) * BigInteger.Parse(value.Digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)(value.Exponent - lowest));
    }

    /// <summary>A JSON number: plain where that is short, with an exponent elsewhere.</summary>
    public string ToLiteral()
    {
        var sign = Negative ? "-" : "";
        if (Digits.Length == 0)
        {
            return "0";
        }

        if (Exponent >= 0 && Magnitude <= 40)
        {
            return sign + Digits + new string('0', (int)Exponent);
        }

        if (Exponent < 0 && Exponent > -MaxDigits && Magnitude > -40)
        {
            var whole = (int)Magnitude;
            return whole > 0 ? $"{sign}{Digits[..whole]}.{Digits[whole..]}" : $"{sign}0.{new string('0', -whole)}{Digits}";
        }

        return $"{sign}{Digits}e{Exponent.ToString(CultureInfo.InvariantCulture)}";
    }

    private int Sign() => Digits.Length == 0 ? 0 : Negative ? -1 : 1;
}
