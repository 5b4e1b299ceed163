namespace Aurix.Platform.Sync.Filters;

/// <summary>A choice of names: those that are listed, a beginning where an entry ends in <c>*</c>, and never those behind a <c>!</c>.</summary>
/// <remarks>Only exclusions mean everything else. An exclusion counts whatever else is listed.</remarks>
internal sealed class NameList
{
    private readonly string[] _wanted;
    private readonly string[] _refused;

    /// <param name="text">Entries parted by commas or blanks.</param>
    public NameList(string text)
    {
        var entries = text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        _refused = [.. entries.Where(entry => entry[0] == '!').Select(entry => entry[1..])];
        _wanted = [.. entries.Where(entry => entry[0] != '!')];
    }

    public bool Admits(string name) => !Array.Exists(_refused, entry => Meets(name, entry)) && (_wanted.Length == 0 || Array.Exists(_wanted, entry => Meets(name, entry)));

    private static bool Meets(string name, string entry) =>
        entry.EndsWith('*') ? name.StartsWith(entry[..^1], StringComparison.Ordinal) : name == entry;
}
