using System.Buffers;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>How this device logs in, kept beside the vault's keys because it is as good as a password to the server.</summary>
/// <remarks>Immutable. It owns its keys; <see cref="KeyCabinet"/> disposes it when it is replaced.</remarks>
internal sealed class KeptAccount(string user, string database) : IDisposable
{
    /// <summary>The length of a Secret Key, which is shorter than every other.</summary>
    public const int SecretKeySize = 16;

    /// <summary>The longest token: two or three times what a JWT with some claims takes.</summary>
    public const int MaxToken = 4096;

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/="u8);

    public string User => user;

    public string Database => database;

    /// <summary>AUTH; null after the owner opted out.</summary>
    public GuardedKey? Login { get; init; }

    /// <summary>The AUTH that a password change was about to set when it was cut off.</summary>
    public GuardedKey? Coming { get; init; }

    /// <summary>The Secret Key in its first 16 bytes; null in mode 0.</summary>
    public GuardedKey? SecretKey { get; init; }

    /// <summary>What shows who asks where no password does; null where one does.</summary>
    public Secret? Token { get; init; }

    /// <summary>Whether this can be a token (RFC 6750). None of its characters needs an escape in JSON.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => text.Length is > 0 and <= MaxToken && !text.ContainsAnyExcept(TokenBytes);

    public void Dispose()
    {
        Token?.Dispose();
        Login?.Dispose();
        Coming?.Dispose();
        SecretKey?.Dispose();
    }

    public override string ToString() => $"{User} of {Database}";
}
