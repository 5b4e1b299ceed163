using System.Text.Json;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Reads <c>aurix.json</c> into entries. Everything that is wrong is noted, and the rest read on.</summary>
internal sealed class ConfigurationFile
{
    public const string Name = "aurix.json";

    private const int Largest = 1024 * 1024; // a thousand times what anybody writes by hand; more is another file

    private readonly JsonMembers _members;
    private readonly List<Entry> _entries;
    private readonly List<ConfigurationProblem> _problems;

    private ConfigurationFile(string path, List<Entry> entries, List<ConfigurationProblem> problems)
    {
        _members = new(Path.GetFileName(path) + " ", problems);
        (_entries, _problems) = (entries, problems);
    }

    public static void Read(string path, List<Entry> entries, List<ConfigurationProblem> problems)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > Largest)
            {
                problems.Add(new(name, $"The file has {stream.Length} bytes.", $"Give one of at most {Largest}."));
                return;
            }

            using var json = JsonDocument.Parse(stream, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            new ConfigurationFile(path, entries, problems).Root(json.RootElement);
        }
        catch (JsonException wrong)
        {
            problems.Add(new($"{name} line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}", "This is not JSON.", "Look for a comma, quote or bracket that is missing or too many here or just before."));
        }
        catch (InvalidOperationException) // a text with half a surrogate pair
        {
            problems.Add(new(name, "It has a text that is no Unicode.", "Look for a lone \\ud800 to \\udfff."));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(name, $"'{path}' cannot be read.", "Check its place and rights."));
        }
    }

    private void Root(JsonElement root)
    {
        foreach (var (name, value, path) in _members.Of(root, "$", ConfigurationKeys.Members.Select(member => member.Name)))
        {
            switch (name)
            {
                case "modules":
                    Modules(value, path);
                    break;
                case "settings":
                    foreach (var (role, settings, below) in _members.Of(value, path, SettingsSections(value)))
                    {
                        Settings(role, settings, below);
                    }

                    break;
                case "strategies":
                    Add(ConfigurationKeys.Rules, value.GetRawText(), path);
                    break;
                case ConfigurationKeys.Schedules:
                    Schedules(value, path);
                    break;
                case "limits" or "log" or "backup":
                    Section(name, _members.Of(value, path, ConfigurationKeys.Sections[name].Select(spec => spec.Name)));
                    break;
                default: // data, $schema
                    if (_members.Text(value, path) is { } text && name == ConfigurationKeys.Data)
                    {
                        Add(name, text, path);
                    }

                    break;
            }
        }
    }

    private void Modules(JsonElement json, string path)
    {
        var known = ConfigurationKeys.Sections["modules"].Select(spec => spec.Name).Append("use");
        foreach (var (name, value, below) in _members.Of(json, path, known))
        {
            switch (name)
            {
                case "use":
                    foreach (var (role, id, place) in _members.Of(value, below, ConfigurationKeys.Roles))
                    {
                        if (_members.Text(id, place) is { } text)
                        {
                            Add(ConfigurationKeys.Use + role, text, place);
                        }
                    }

                    break;
                case "shipped":
                    Section("modules", [(name, value, below)]);
                    break;
                default:
                    if (_members.Texts(value, below) is { } texts)
                    {
                        Add($"modules.{name}", string.Join(name == "folders" ? Path.PathSeparator : ',', texts), below);
                    }

                    break;
            }
        }
    }

    private void Section(string section, IEnumerable<(string Name, JsonElement Value, string Path)> members)
    {
        foreach (var (name, value, path) in members)
        {
            var spec = ConfigurationKeys.Sections[section].Single(spec => spec.Name == name);
            var right = spec.Kind switch
            {
                SettingKind.Number => value.ValueKind is JsonValueKind.Number ? null : "a whole number",
                SettingKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
                _ => value.ValueKind is JsonValueKind.String ? null : "a text",
            };
            if (right is null)
            {
                Add($"{section}.{name}", AsText(value), path);
            }
            else
            {
                _members.WrongKind(value, path, right);
            }
        }
    }

    private static IEnumerable<string> SettingsSections(JsonElement json) =>
        ConfigurationKeys.Roles.Concat(json.ValueKind is JsonValueKind.Object ? json.EnumerateObject().Select(member => member.Name).Where(name => ConfigurationKeys.ExtensionOf(name) is not null) : []);

    // Which names there are, and what each may be, is the modules' to say: they are asked later.
    private void Settings(string role, JsonElement json, string path)
    {
        foreach (var (name, value, below) in _members.Of(json, path, known: null))
        {
            if (value.ValueKind is JsonValueKind.Null)
            {
                _members.WrongKind(value, below, "a value, or leave the setting out");
            }
            else
            {
                Add($"{role}.{name}", AsText(value), below);
            }
        }
    }

    private void Schedules(JsonElement json, string path)
    {
        foreach (var (job, value, below) in _members.Of(json, path, known: null))
        {
            if (value.ValueKind is JsonValueKind.String)
            {
                Add($"{ConfigurationKeys.Schedules}.{job}", value.GetString()!, below);
                continue;
            }

            var members = _members.Of(value, below, ["interval", "cron"]).ToList();
            if (members is [var one])
            {
                if (_members.Text(one.Value, one.Path) is { } text)
                {
                    Add($"{ConfigurationKeys.Schedules}.{job}", text, one.Path);
                }
            }
            else if (value.ValueKind is JsonValueKind.Object)
            {
                _members.Note(below, $"This schedule has {(members.Count == 0 ? "neither interval nor cron" : "both interval and cron")}.", "Give one of the two.");
            }
        }
    }

    private static string AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) => string.Join(',', value.EnumerateArray().Select(item => item.GetString())),
        _ => value.GetRawText(),
    };

    private void Add(string key, string value, string path)
    {
        if (_entries.FirstOrDefault(entry => entry.Key == key) is { } said)
        {
            _problems.Add(new(_members.Place(path), $"The same is said at {said.Place}.", "Give it once."));
            return;
        }

        _entries.Add(new(key, value, Layer.File, _members.Place(path)));
    }
}
