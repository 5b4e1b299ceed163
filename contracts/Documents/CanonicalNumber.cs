using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Aurix.Platform.Documents;

/// <summary>The canonical spelling of a JSON number (ADR 0006).</summary>
/// <remarks>
/// Where the literal's exact value is a double, and the text that RFC 8785 (ECMAScript's Number::toString) gives that double is that very value,
/// that text; anywhere else the literal itself, with <c>e</c> in lower case, no <c>+</c> and no leading zeros in the exponent.
/// </remarks>
internal static class CanonicalNumber
{
    // Every finite double is below 10^309 and a multiple of 2^-1074; a literal outside cannot be exactly a double.
    private const int LargestExponent = 1100;

    public static void Write(ReadOnlySpan<byte> literal, IBufferWriter<byte> output)
    {
        // The common case by far, and always its own canonical form: a plain integer well below 2^53.
        if (literal.Length <= 15 && IsPlainInteger(literal))
        {
            output.Write(literal);
            return;
        }

        var text = Encoding.ASCII.GetString(literal);
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        Encoding.ASCII.GetBytes(double.IsFinite(value) && IsExactly(text, value) && Exact(value) is { } shortest ? shortest : Verbatim(text), output);
    }

    /// <summary>The text of RFC 8785; null where it only rounds back to the value. From 2^53 on the fewest digits may name another whole number.</summary>
    private static string? Exact(double value)
    {
        var text = EcmaScript(value);
        return IsExactly(text, value) ? text : null;
    }

    private static bool IsPlainInteger(ReadOnlySpan<byte> literal)
    {
        foreach (var b in literal)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
        }

        return true;
    }

    private static string Verbatim(string text)
    {
        var e = text.IndexOfAny(['e', 'E']);
        if (e < 0)
        {
            return text;
        }

        var exponent = text.AsSpan(e + 1);
        var negative = exponent[0] == '-';
        var digits = exponent.TrimStart("+-").TrimStart('0');
        return string.Concat(text.AsSpan(0, e), "e", negative && !digits.IsEmpty ? "-" : "", digits.IsEmpty ? "0" : digits);
    }

    private static bool IsExactly(string text, double value)
    {
        var e = text.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? text : text[..e];
        if (e >= 0 && (!int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || Math.Abs(exponent) > LargestExponent))
        {
            return mantissa.AsSpan().TrimStart('-').Trim("0.").IsEmpty;
        }
        else
        {
            exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        if (mantissa.Length > LargestExponent)
        {
            return false;
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var tens = exponent - (point < 0 ? 0 : mantissa.Length - point - 1);
        var (significand, twos) = Decompose(value);

        // digits · 10^tens = significand · 2^twos, with every negative power moved to the other side.
        var left = digits * BigInteger.Pow(10, Math.Max(tens, 0)) * BigInteger.Pow(2, Math.Max(-twos, 0));
        var right = significand * BigInteger.Pow(2, Math.Max(twos, 0)) * BigInteger.Pow(10, Math.Max(-tens, 0));
        return left == right;
    }

    private static (BigInteger Significand, int Exponent) Decompose(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        var significand = exponent == 0 ? fraction : fraction | (1L << 52);
        return (bits < 0 ? -significand : significand, Math.Max(exponent, 1) - 1075);
    }

    /// <summary>ECMA-262 Number::toString for radix 10, from .NET's shortest round-trip digits.</summary>
    private static string EcmaScript(double value)
    {
        if (value == 0)
        {
            return "0"; // also for -0, as RFC 8785 has it
        }

        var (digits, n) = ShortestDigits(Math.Abs(value));
        var k = digits.Length;
        var sign = value < 0 ? "-" : "";
        if (k <= n && n <= 21)
        {
            return sign + digits + new string('0', n - k);
        }

        if (n is > 0 and <= 21)
        {
            return $"{sign}{digits[..n]}.{digits[n..]}";
        }

        if (n is > -6 and <= 0)
        {
            return $"{sign}0.{new string('0', -n)}{digits}";
        }

        var e = (n - 1).ToString(CultureInfo.InvariantCulture);
        var fraction = k == 1 ? "" : "." + digits[1..];
        return $"{sign}{digits[0]}{fraction}e{(n > 0 ? "+" : "")}{e}";
    }

    /// <summary>The fewest digits that read back as the value, and the n for which the value is 0.digits · 10^n.</summary>
    private static (string Digits, int N) ShortestDigits(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = all.TrimStart('0');
        var n = exponent + (point < 0 ? mantissa.Length : point) - (all.Length - significant.Length);
        return (significant.TrimEnd('0'), n);
    }
}
