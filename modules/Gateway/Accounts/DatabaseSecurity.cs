using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>Who may do what in a database: the <c>_security</c> object. Without one, administrators of the server only.</summary>
internal sealed record DatabaseSecurity(People Admins, People Members)
{
    public static readonly DatabaseSecurity AdministratorsOnly = new(new([], [Principal.AdminRole]), new([], [Principal.AdminRole]));

    /// <summary>Reads the object; null when it is not one.</summary>
    public static DatabaseSecurity? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var admins = People.Read(element, "admins");
        var members = People.Read(element, "members");
        return admins is null || members is null ? null : new DatabaseSecurity(admins, members);
    }

    public static DatabaseSecurity Read(BodyBytes body)
    {
        using var document = JsonDocument.Parse(body.Utf8);
        return Read(document.RootElement) ?? AdministratorsOnly;
    }

    public BodyBytes Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        Admins.Write(json, "admins");
        Members.Write(json, "members");
        json.WriteEndObject();
        json.Flush();
        return new BodyBytes(buffer.WrittenMemory);
    }

    public bool MayAdminister(Principal user) => user.IsAdmin || Admins.Include(user);

    // CouchDB opens a database without members to everybody. Here nobody is let in who was not named.
    public bool MayUse(Principal user) => MayAdminister(user) || Members.Include(user);
}

/// <summary>Accounts by name, and by a role they have.</summary>
internal sealed record People(ImmutableArray<string> Names, ImmutableArray<string> Roles)
{
    public static readonly People Nobody = new([], []);

    public static People? Read(JsonElement security, string member)
    {
        if (!security.TryGetProperty(member, out var people))
        {
            return Nobody;
        }

        if (people.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var names = Texts(people, "names");
        var roles = Texts(people, "roles");
        return names is null || roles is null ? null : new People(names.Value, roles.Value);
    }

    public bool Include(Principal user) => user.Name is { } name && (Names.Contains(name) || Roles.Any(role => user.Roles.Contains(role)));

    public void Write(Utf8JsonWriter json, string member)
    {
        json.WriteStartObject(member);
        WriteTexts(json, "names", Names);
        WriteTexts(json, "roles", Roles);
        json.WriteEndObject();
    }

    private static ImmutableArray<string>? Texts(JsonElement people, string member)
    {
        if (!people.TryGetProperty(member, out var list))
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : null;
    }

    private static void WriteTexts(Utf8JsonWriter json, string member, ImmutableArray<string> texts)
    {
        json.WriteStartArray(member);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
