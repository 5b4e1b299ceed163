using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>What <c>_users</c> does to a document that an administrator writes: the rules for its shape, and a hash in place of a password.</summary>
internal static class UserDocuments
{
    private static readonly string[] Hashed = ["password", "password_scheme", "pbkdf2_prf", "iterations", "salt", "derived_key", "password_sha"];

    /// <summary>The document as it may be stored.</summary>
    /// <exception cref="CouchError">It is not a user document.</exception>
    public static async Task<IncomingDocument> PrepareAsync(IncomingDocument document, Passwords passwords, CancellationToken cancellationToken)
    {
        if (document.IsTombstone || document.Id is null || !document.Id.StartsWith(Account.IdPrefix, StringComparison.Ordinal))
        {
            return document;
        }

        using var parsed = JsonDocument.Parse(document.Body.Utf8);
        var root = parsed.RootElement;
        var name = document.Id[Account.IdPrefix.Length..];
        if (!Account.IsValidName(name)
            || !root.TryGetProperty("name"u8, out var given) || given.ValueKind != JsonValueKind.String || given.GetString() != name
            || !root.TryGetProperty("type"u8, out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "user"
            || (root.TryGetProperty("roles"u8, out var roles) && roles.ValueKind != JsonValueKind.Array))
        {
            throw CouchError.Forbidden("A user document has the type 'user', the name of its id, and a list of roles.");
        }

        if (!root.TryGetProperty("password"u8, out var password))
        {
            return document;
        }

        if (password.ValueKind != JsonValueKind.String)
        {
            throw CouchError.Forbidden("Password must be a string.");
        }

        var hash = await passwords.HashAsync(System.Text.Encoding.UTF8.GetBytes(RequestBody.StringOf(password)), cancellationToken);
        return document with { Body = Replace(root, hash) };
    }

    /// <summary>What its user may write: a new password. Roles are for administrators to give, and so is the end of an account.</summary>
    /// <exception cref="CouchError">Something else would change.</exception>
    public static void CheckOwn(IncomingDocument document, ImmutableArray<StoredRevision> leaves)
    {
        var stored = leaves is [{ IsTombstone: false, Body: { } body }, ..] ? Account.Read(body) : null;
        if (stored is null || document.IsTombstone || !document.Files.IsEmpty || !(Account.Read(document.Body)?.Roles ?? []).SequenceEqual(stored.Roles))
        {
            throw CouchError.Forbidden("You may change the password of your own account, and nothing else of it.");
        }
    }

    private static BodyBytes Replace(JsonElement root, PasswordHash hash)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var member in root.EnumerateObject().Where(member => !Hashed.Contains(member.Name)))
        {
            member.WriteTo(json);
        }

        hash.Write(json);
        json.WriteEndObject();
        json.Flush();
        return new BodyBytes(buffer.WrittenMemory);
    }
}
