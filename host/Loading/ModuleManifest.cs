using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Loading;

/// <summary>What a module says of itself before any of its code runs: the file <c>module.json</c> in its folder.</summary>
/// <param name="Id">Unique among modules, such as <c>aurix.storage</c>.</param>
/// <param name="Role">The role it serves, or <c>strategy</c>.</param>
/// <param name="AssemblyPath">Its main assembly, in the same folder.</param>
/// <param name="Uses">The roles it may send to.</param>
/// <param name="Platform">Assemblies of its folder that must be loaded once per process and never unloaded (SQLite).</param>
internal sealed record ModuleManifest(string Id, string Role, string AssemblyPath, ImmutableArray<string> Uses, ImmutableArray<string> Platform)
{
    public const string FileName = "module.json";

    /// <summary>Where the module was found. A strategy is loaded from a copy elsewhere.</summary>
    public string Folder { get; init; } = Path.GetDirectoryName(AssemblyPath)!;

    /// <summary>Its main assembly where it was found: what a message names.</summary>
    public string FoundAt => Path.Combine(Folder, Path.GetFileName(AssemblyPath));

    /// <exception cref="ModuleException"><c>ManifestInvalid</c>, naming the member that is wrong.</exception>
    public static ModuleManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            var assembly = Text(root, "assembly", path);
            if (Path.GetFileName(assembly) != assembly || !File.Exists(Path.Combine(folder, assembly)))
            {
                throw Invalid(path, $"names the assembly '{assembly}', which is not in the folder");
            }

            var platform = Texts(root, "platform", path);
            if (platform.FirstOrDefault(name => Path.GetFileName(name) != name) is { } elsewhere)
            {
                throw Invalid(path, $"names '{elsewhere}' under 'platform', which is no library of its folder");
            }

            return new(Text(root, "id", path), Text(root, "role", path), Path.Combine(folder, assembly), Texts(root, "uses", path), platform);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException) // the second: a text with half a surrogate pair
        {
            throw Invalid(path, "is not valid JSON");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ModuleException("ManifestMissing", $"The folder '{folder}' has no readable {FileName}.", "Remove the folder, or install the module again.", unreadable);
        }
    }

    private static string Text(JsonElement root, string name, string path) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Invalid(path, $"lacks the text '{name}'");

    private static ImmutableArray<string> Texts(JsonElement root, string name, string path)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Invalid(path, $"has a '{name}' that is no list of texts");
    }

    private static ModuleException Invalid(string path, string what) =>
        new("ManifestInvalid", $"'{path}' {what}.", "Correct the file, or install the module again.");
}
