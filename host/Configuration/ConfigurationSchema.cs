using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Writes the JSON schema of <c>aurix.json</c>, from the same tables that the file is read by.</summary>
internal static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonObject schema) => schema.ToJsonString(Readable);

    public static JsonObject Of(IReadOnlyCollection<ModuleKnowledge> modules)
    {
        var members = ConfigurationKeys.Members.ToDictionary(member => member.Name, member => Describe(Member(member.Name, modules), member.Description), StringComparer.Ordinal);
        var schema = Strict(members);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "The configuration of aurix");
        return schema;
    }

    private static JsonObject Member(string name, IReadOnlyCollection<ModuleKnowledge> modules) => name switch
    {
        "modules" => Strict(ConfigurationKeys.Sections[name].Select(Own).Append(("use", Use()))),
        "limits" or "log" or "backup" => Strict(ConfigurationKeys.Sections[name].Select(Own)),
        "settings" => AndOthers(Strict(modules.Where(module => module.Section != Roles.Host).Select(module => (module.Section, Strict(module.Settings.Select(spec => (spec.Name, Setting(spec))))))), "^extension\\.", Typed("object")),
        ConfigurationKeys.Schedules => AndOthers(Strict(modules.SelectMany(module => module.Jobs).OrderBy(job => job.Key, StringComparer.Ordinal).Select(job => (job.Key, Schedule(Timing.ByItself(job.Value) is Timing.Every every ? $"By itself every {every}." : "By itself never.")))), "\\.", Schedule("An extension's operation, by the extension's id, a dot and the operation.")),
        "strategies" => new() { ["type"] = "array", ["items"] = Rule() },
        _ => Typed("string"),
    };

    // The host's own settings have the type that they are: nobody ever wrote them as text.
    private static (string Name, JsonObject Schema) Own(SettingSpec spec)
    {
        var schema = spec.Kind switch
        {
            SettingKind.Number => Limits(Typed("integer"), spec),
            SettingKind.Flag => Typed("boolean"),
            SettingKind.List => new() { ["type"] = "array", ["items"] = Typed("string") },
            _ when !spec.Choices.IsEmpty => new() { ["enum"] = new JsonArray([.. spec.Choices.Select(choice => JsonValue.Create(choice))]) },
            _ => Typed("string"),
        };
        return (spec.Name, WithDefault(Describe(schema, spec.Description), spec));
    }

    private static JsonObject Setting(SettingSpec spec)
    {
        var schema = spec.Kind switch
        {
            SettingKind.Number => Limits(new() { ["type"] = new JsonArray("integer", "string"), ["pattern"] = "^[0-9]+$" }, spec),
            SettingKind.Flag => new() { ["enum"] = new JsonArray(true, false, "true", "false") },
            SettingKind.List => new() { ["type"] = new JsonArray("string", "array"), ["items"] = Typed("string") },
            SettingKind.Json => [],
            _ => Lengths(Typed("string"), spec),
        };
        return WithDefault(Describe(schema, spec.Description), spec);
    }

    // What extensions there are differs from device to device.
    private static JsonObject AndOthers(JsonObject schema, string pattern, JsonObject each)
    {
        schema["patternProperties"] = new JsonObject { [pattern] = each };
        return schema;
    }

    private static JsonObject Schedule(string description) => new()
    {
        ["description"] = description,
        ["anyOf"] = new JsonArray(Typed("string"), Only("interval"), Only("cron")),
    };

    private static JsonObject Only(string member)
    {
        var schema = Strict([(member, Typed("string"))]);
        schema["required"] = new JsonArray(member);
        return schema;
    }

    private static JsonObject Rule()
    {
        var rule = Strict(
        [
            ("id", Describe(Typed("string"), "Names the rule.")),
            ("match", Describe(Strict([("type", Typed("string")), ("path", Typed("string"))]), "Patterns for the document's type and id; * stands for any run of characters, also none.")),
            ("strategy", Describe(Typed("string"), "Who settles.")),
            ("version", Describe(new() { ["type"] = "array", ["items"] = Typed("integer"), ["minItems"] = 1, ["maxItems"] = 2 }, "The lowest version that may serve, and the first that may not.")),
            ("options", Describe(Typed("object"), "What the strategy is told.")),
            ("fallback", Describe(new() { ["type"] = "array", ["items"] = Typed("string") }, "Who decides when the strategy declines, breaks its contract or is missing too long.")),
            ("onMissing", Describe(new() { ["type"] = "string", ["pattern"] = "^(never|defer:[0-9.]+h)$" }, "How long a conflict waits for a strategy that is not installed.")),
            ("maxSchema", Describe(Typed("integer"), "Documents whose app schema is newer wait.")),
        ]);
        rule["required"] = new JsonArray("strategy");
        return rule;
    }

    private static JsonObject Use() => Describe(Strict(ConfigurationKeys.Roles.Select(role => (role, Typed("string")))), "Which module answers a role when several are found, by its id.");

    private static JsonObject Strict(IEnumerable<KeyValuePair<string, JsonObject>> members) => Strict(members.Select(member => (member.Key, member.Value)));

    private static JsonObject Strict(IEnumerable<(string Name, JsonObject Schema)> members) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Schema))),
        ["additionalProperties"] = false,
    };

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject Describe(JsonObject schema, string description)
    {
        schema.Insert(0, "description", description);
        return schema;
    }

    private static JsonObject WithDefault(JsonObject schema, SettingSpec spec)
    {
        if (spec.Default is { Length: > 0 } value)
        {
            schema["default"] = spec.Kind switch
            {
                SettingKind.Number => JsonValue.Create(long.Parse(value, CultureInfo.InvariantCulture)),
                SettingKind.Flag => JsonValue.Create(value == "true"),
                _ => JsonValue.Create(value),
            };
        }

        return schema;
    }

    private static JsonObject Limits(JsonObject schema, SettingSpec spec) => Bounds(schema, spec, "minimum", "maximum");

    private static JsonObject Lengths(JsonObject schema, SettingSpec spec) => Bounds(schema, spec, "minLength", "maxLength");

    private static JsonObject Bounds(JsonObject schema, SettingSpec spec, string least, string most)
    {
        if (spec.Least is { } from)
        {
            schema[least] = from;
        }

        if (spec.Most is { } to)
        {
            schema[most] = to;
        }

        return schema;
    }
}
