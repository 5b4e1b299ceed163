using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Aurix.Platform.Hosting;

/// <summary>One setting that a module knows. Data like a <see cref="JobSpec"/>: the host finds wrong settings by it before anything starts.</summary>
/// <remarks>
/// Registered with the services as a singleton, before the module reads its settings. A module that registers none is given whatever was set.
/// The least and the most are of the number itself, and for a text of its length in characters.
/// </remarks>
/// <param name="Name">As it is written after the role: <c>interval</c> for <c>sync.interval</c>.</param>
/// <param name="Description">What it does and what happens at its edges, for somebody who reads the schema.</param>
/// <param name="Default">What holds when it is not set; null when nothing does.</param>
/// <param name="Kind">What its text has to be.</param>
/// <param name="Least">The lowest allowed, null for no limit.</param>
/// <param name="Most">The highest allowed, null for no limit.</param>
public sealed record SettingSpec(string Name, string Description, string? Default, SettingKind Kind, long? Least = null, long? Most = null)
{
    /// <summary>The only texts that are taken; empty for any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>What would be right, when a text is not; null when it is.</summary>
    public string? Refuse(string value) => IsTaken(value) ? null : Right;

    /// <summary>What was set, or else the default.</summary>
    public string? In(IReadOnlyDictionary<string, string> settings) => settings.TryGetValue(Name, out var value) ? value : Default;

    private string Right => Kind switch
    {
        _ when !Choices.IsEmpty => $"Give one of: {string.Join(", ", Choices)}.",
        SettingKind.Number => $"Give a whole number{Range("")}.",
        SettingKind.Flag => "Give true or false.",
        SettingKind.Json => "Give JSON.",
        _ => $"Give a text{Range(" characters")}.",
    };

    private bool IsTaken(string value) => Kind switch
    {
        _ when !Choices.IsEmpty => Choices.Contains(value, StringComparer.Ordinal),
        SettingKind.Number => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && IsWithin(number),
        SettingKind.Flag => value is "true" or "false",
        SettingKind.Json => IsJson(value),
        _ => IsWithin(value.Length),
    };

    private bool IsWithin(long number) => !(number < Least) && !(number > Most);

    private string Range(string unit) => (Least, Most) switch
    {
        ({ } least, { } most) => $" from {least} to {most}{unit}",
        ({ } least, null) => $" of at least {least}{unit}",
        (null, { } most) => $" of at most {most}{unit}",
        _ => "",
    };

    private static bool IsJson(string value)
    {
        try
        {
            using var json = JsonDocument.Parse(value);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>What the text of a setting has to be.</summary>
public enum SettingKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number, not negative.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>Texts parted by commas or blanks. In a file also an array.</summary>
    List,

    /// <summary>Any JSON. In a file as it is.</summary>
    Json,
}
