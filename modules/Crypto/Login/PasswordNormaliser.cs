using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Login;

/// <summary>Brings a password into NFKC, so that "é" typed on a phone and on a laptop is the same password.</summary>
internal static class PasswordNormaliser
{
    /// <summary>Fewer bytes than this cannot be a password worth stretching.</summary>
    public const int MinBytes = 8;

    /// <summary>More would only be a way to keep us busy.</summary>
    public const int MaxBytes = 1024;

    // One input byte can become 18 characters (U+FDFA), so the input is measured before it is normalised.
    private const int MaxInputBytes = 4 * MaxBytes;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes that are stretched.</summary>
    /// <exception cref="UsageException"><c>PasswordInvalid</c>.</exception>
    public static Secret Normalise(Secret password)
    {
        if (password.Utf8.Length > MaxInputBytes)
        {
            throw Invalid();
        }

        var typed = GC.AllocateUninitializedArray<char>(password.Utf8.Length, pinned: true);
        char[] normal = [];
        Secret? result = null;
        try
        {
            var characters = typed.AsSpan(0, Strict.GetChars(password.Utf8, typed));
            normal = GC.AllocateUninitializedArray<char>(((ReadOnlySpan<char>)characters).GetNormalizedLength(NormalizationForm.FormKC), pinned: true);
            if (!((ReadOnlySpan<char>)characters).TryNormalize(normal, out var written, NormalizationForm.FormKC))
            {
                throw Invalid();
            }

            result = Secret.FromCharacters(normal.AsSpan(0, written));
            if (result.Utf8.Length is < MinBytes or > MaxBytes)
            {
                result.Dispose();
                throw Invalid();
            }

            return result;
        }
        catch (ArgumentException)
        {
            // Not UTF-8. The exception quotes bytes of the password, so it goes no further.
            throw Invalid();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(typed.AsSpan()));
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(normal.AsSpan()));
        }
    }

    /// <summary>Proves that this runtime normalises at all: with invariant globalization it answers its input, and says nothing.</summary>
    /// <exception cref="VaultException"><c>NormalizationUnavailable</c>.</exception>
    public static void SelfTest()
    {
        // "e" and a combining acute become one character; the ligature "fi" becomes two.
        if ("e\u0301\uFB01".Normalize(NormalizationForm.FormKC) != "\u00E9fi")
        {
            throw new VaultException(
                "NormalizationUnavailable",
                "This runtime does not normalise Unicode, so passwords with accents would derive other keys than on other devices.",
                "Turn invariant globalization off and install ICU.");
        }
    }

    private static UsageException Invalid() => new(
        "PasswordInvalid",
        $"The password must be {MinBytes} to {MaxBytes} bytes of valid text.",
        "Choose five or more random words.");
}
