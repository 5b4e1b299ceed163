using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>A salted PBKDF2 of a password, as CouchDB keeps it: the salt is the hex text itself, not the bytes it spells.</summary>
internal sealed record PasswordHash(string Function, int Iterations, string Salt, string DerivedKey)
{
    /// <summary>Hashes a new password with SHA-256.</summary>
    public static PasswordHash Create(ReadOnlySpan<byte> password, int iterations)
    {
        var hash = new PasswordHash("sha256", iterations, RandomNumberGenerator.GetHexString(32, lowercase: true), "");
        return hash with { DerivedKey = hash.Derive(password) };
    }

    /// <summary>Reads the members of a user document; null when they are missing or are of a kind that is not checked here.</summary>
    public static PasswordHash? Read(JsonElement user)
    {
        if (Text(user, "password_scheme") != "pbkdf2"
            || Text(user, "salt") is not { } salt
            || Text(user, "derived_key") is not { } key
            || !user.TryGetProperty("iterations"u8, out var count)
            || count.ValueKind != JsonValueKind.Number
            || !count.TryGetInt32(out var iterations)
            || iterations is < 1 or > 10_000_000)
        {
            return null;
        }

        // CouchDB before 3.4 knew only SHA-1 and did not say so.
        var function = Text(user, "pbkdf2_prf") ?? "sha";
        return Algorithm(function) is null ? null : new PasswordHash(function, iterations, salt, key);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("password_scheme"u8, "pbkdf2"u8);
        json.WriteString("pbkdf2_prf"u8, Function);
        json.WriteNumber("iterations"u8, Iterations);
        json.WriteString("salt"u8, Salt);
        json.WriteString("derived_key"u8, DerivedKey);
    }

    /// <summary>Checks a password, in a time that tells nothing about how much of it was right.</summary>
    public bool Verify(ReadOnlySpan<byte> password) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Derive(password)), Encoding.UTF8.GetBytes(DerivedKey));

    /// <summary>The scheme, not the values.</summary>
    public override string ToString() => $"pbkdf2 {Function} {Iterations}";

    private static string? Text(JsonElement user, string name) =>
        user.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static (HashAlgorithmName Name, int Length)? Algorithm(string function) => function switch
    {
        "sha256" => (HashAlgorithmName.SHA256, 32),
        "sha512" => (HashAlgorithmName.SHA512, 64),
        "sha" => (HashAlgorithmName.SHA1, 20),
        _ => null,
    };

    private string Derive(ReadOnlySpan<byte> password)
    {
        var (name, length) = Algorithm(Function) ?? throw new InvalidOperationException("A hash of an unknown function was read.");
        return Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(password, Encoding.UTF8.GetBytes(Salt), Iterations, name, length));
    }
}
