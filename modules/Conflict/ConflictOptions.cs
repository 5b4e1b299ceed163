using System.Globalization;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Conflict;

/// <summary>Settings of this module, as plain text by name.</summary>
internal sealed record ConflictOptions
{
    /// <summary>The strategy for what the vault's policy says nothing about, on this device (<c>default</c>). Null leaves it to the built-in rules.</summary>
    public string? Default { get; init; }

    /// <summary>
    /// How many rounds of sync a conflict waits for a better common ancestor (<c>graceRounds</c>). Default 2, 0 to 1000. Less, and a merge may bring
    /// back what somebody deleted; more, and such a conflict stays open longer.
    /// </summary>
    public int GraceRounds { get; init; } = 2;

    /// <summary>And how long, in minutes (<c>graceMinutes</c>). Default 10, 0 to 100000. Both have to have passed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="UsageException"><c>BadSetting</c>, naming every setting that is wrong.</exception>
    public static ConflictOptions Parse(IReadOnlyDictionary<string, string> settings)
    {
        var options = new ConflictOptions();
        var wrong = new List<string>();
        foreach (var (name, value) in settings)
        {
            switch (name)
            {
                case "default" when value.Length is > 0 and <= 64:
                    options = options with { Default = value };
                    break;
                case "graceRounds" when Number(value, 1000) is { } rounds:
                    options = options with { GraceRounds = rounds };
                    break;
                case "graceMinutes" when Number(value, 100_000) is { } minutes:
                    options = options with { Grace = TimeSpan.FromMinutes(minutes) };
                    break;
                default:
                    wrong.Add($"'{name}' = '{value}'");
                    break;
            }
        }

        return wrong.Count == 0
            ? options
            : throw new UsageException("BadSetting", $"The module conflict has no such setting: {string.Join(", ", wrong)}.", "It has default, graceRounds (0 to 1000) and graceMinutes (0 to 100000).");
    }

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
