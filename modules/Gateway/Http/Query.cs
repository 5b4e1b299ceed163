using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.CouchDb;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Http;

/// <summary>The parameters of a request: texts, and texts that are JSON, as CouchDB mixes them. A JSON body may stand in for the query.</summary>
internal sealed class Query(IQueryCollection parameters)
{
    private readonly Dictionary<string, JsonElement> _overrides = new(StringComparer.Ordinal);

    /// <summary>Lets the members of a body answer first: POST _all_docs and _changes take either.</summary>
    public void Override(JsonElement body)
    {
        foreach (var member in body.EnumerateObject())
        {
            _overrides[member.Name] = member.Value;
        }
    }

    public bool Has(string name) => _overrides.ContainsKey(name) || parameters.ContainsKey(name);

    /// <summary>The parameter as it stands, null when it is not there.</summary>
    public string? Text(string name)
    {
        if (_overrides.TryGetValue(name, out var element))
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText();
        }

        return parameters.TryGetValue(name, out var values) ? values[^1] : null;
    }

    public bool Flag(string name, bool otherwise = false) => Text(name) switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        _ => throw CouchError.BadParameter($"Invalid boolean value for {name}"),
    };

    public int? Count(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw CouchError.BadParameter($"Invalid value for {name}: expected a number that is not negative");
    }

    /// <summary>A parameter that is a JSON string; <c>start_key</c> and <c>startkey</c> are one.</summary>
    public string? JsonText(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Json(name) is { } value)
            {
                return value.ValueKind == JsonValueKind.String
                    ? RequestBody.StringOf(value)
                    : throw CouchError.BadParameter($"Invalid value for {name}: document ids are JSON strings");
            }
        }

        return null;
    }

    public JsonElement? Json(string name)
    {
        if (_overrides.TryGetValue(name, out var element))
        {
            return element;
        }

        if (!parameters.TryGetValue(name, out var values))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(values[^1] ?? "");
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw CouchError.BadRequest($"Invalid JSON in the parameter {name}");
        }
    }

    public Revision? Revision(string name) => Text(name) is { Length: > 0 } text ? RevisionText.Parse(text) : null;

    public ImmutableArray<Revision> Revisions(string name) =>
        Json(name) is { } value ? RevisionText.ParseList(value) : [];
}
