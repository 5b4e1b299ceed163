using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>Knows every word that was ever written, and so which must still be found: those that nobody took out.</summary>
internal sealed partial class WordBook
{
    private readonly HashSet<string> _expected = [];
    private readonly HashSet<string> _removed = [];
    private readonly HashSet<string> _sent = [];
    private readonly HashSet<string> _unasked = [];

    public IReadOnlySet<string> Expected => _expected;

    public void Added(IEnumerable<string> words) => _expected.UnionWith(words.Except(_removed));

    public void Removed(IEnumerable<string> words)
    {
        _removed.UnionWith(words);
        _expected.ExceptWith(_removed);
    }

    /// <summary>The document went, and with it the question which of its versions was meant: what was only in a record need not be shown, but it has to be kept.</summary>
    public void Deleted(DocumentBody body)
    {
        Removed(In(body));
        _unasked.UnionWith(body.OpenRecords.SelectMany(In));
    }

    /// <summary>What of the expected is not among these words, which are shown or recorded.</summary>
    public IReadOnlyList<string> HiddenFrom(IReadOnlySet<string> shown) => [.. _expected.Except(shown).Except(_unasked)];

    /// <summary>The server has it: from now on no death excuses that it is gone. What the server has lost since would otherwise count as never sent.</summary>
    public void Sent(IEnumerable<DocumentBody> bodies) => _sent.UnionWith(bodies.SelectMany(In));

    /// <summary>What of that cannot be found among these words.</summary>
    public IReadOnlyList<string> MissingOnServer(IReadOnlySet<string> words) => [.. _expected.Where(word => _sent.Contains(word) && !words.Contains(word)).Order(StringComparer.Ordinal)];

    /// <summary>A disk is gone, with what nobody else ever had.</summary>
    public void KeepOnly(IReadOnlySet<string> words) => _expected.RemoveWhere(word => !words.Contains(word) && !_sent.Contains(word));

    public static HashSet<string> In(JsonNode content) => [.. Word().Matches(content.ToJsonString()).Select(match => match.Value)];

    public static HashSet<string> In(CanonicalJson content) => [.. Word().Matches(content.ToText()).Select(match => match.Value)];

    /// <summary>What a revision says, or what it keeps.</summary>
    public static HashSet<string> In(DocumentBody body)
    {
        if (body.Parked is { } parked)
        {
            return In(DocumentBodyCodec.Decode(parked.Body.Utf8));
        }

        var words = In(body.Content);
        words.UnionWith(body.Attachments.Values.Select(file => file.MediaType[2..]));
        return words;
    }

    /// <summary>What a leaf says, keeps or records.</summary>
    public static HashSet<string> Found(DocumentBody leaf) => [.. In(leaf), .. leaf.OpenRecords.SelectMany(In)];

    /// <summary>The words that a device shows or records, and those that it has at all.</summary>
    public static async Task<(HashSet<string> Shown, HashSet<string> Kept)> FindAsync(SimulatedDevice device)
    {
        HashSet<string> shown = [];
        HashSet<string> kept = [];
        foreach (var leaf in (await device.TreesAsync()).SelectMany(tree => tree.Leaves))
        {
            var words = Found(leaf.Body!);
            kept.UnionWith(words);
            if (!leaf.IsTombstone)
            {
                shown.UnionWith(words);
            }
        }

        return (shown, kept);
    }

    [GeneratedRegex(@"\bw\d+\b")]
    private static partial Regex Word();
}
