using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>One account as its <c>_users</c> document tells it, in CouchDB's own form, so that documents can be taken over in both directions.</summary>
internal sealed record Account(string Name, ImmutableArray<string> Roles, PasswordHash? Password)
{
    /// <summary>What precedes the name in a document id.</summary>
    public const string IdPrefix = "org.couchdb.user:";

    /// <summary>Whether a name can be one: a colon would end it in a Basic header, an underscore would make it a server's own.</summary>
    public static bool IsValidName(string name) =>
        name is { Length: > 0 and <= 128 } && !name.StartsWith('_') && !name.Any(c => c == ':' || char.IsControl(c)) && DocumentId.IsValid(IdPrefix + name);

    public static DocumentId IdOf(string name) => new(IdPrefix + name);

    /// <summary>Reads a stored document; null when it is none of ours. Then nobody can log in with it.</summary>
    public static Account? Read(BodyBytes body)
    {
        using var document = JsonDocument.Parse(body.Utf8);
        var root = document.RootElement;
        if (!root.TryGetProperty("name"u8, out var name) || name.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        ImmutableArray<string> roles = root.TryGetProperty("roles"u8, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(role => role.ValueKind == JsonValueKind.String).Select(role => role.GetString()!)]
            : [];
        return new Account(name.GetString()!, roles, PasswordHash.Read(root));
    }

    /// <summary>The document's body.</summary>
    public BodyBytes Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type"u8, "user"u8);
        json.WriteString("name"u8, Name);
        json.WriteStartArray("roles"u8);
        foreach (var role in Roles)
        {
            json.WriteStringValue(role);
        }

        json.WriteEndArray();
        Password?.Write(json);
        json.WriteEndObject();
        json.Flush();
        return new BodyBytes(buffer.WrittenMemory);
    }
}
