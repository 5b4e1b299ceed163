using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.Filters;

/// <summary>What may enter: which documents this device sends that the server does not have, and takes in that are not here (ADR 0025).</summary>
/// <remarks>Everything that is set has to hold. What Aurix itself needs always enters: documents and types whose names begin with <c>aurix.</c>.</remarks>
internal sealed class SyncFilter
{
    private const string System = "aurix.";
    private const string NoSelector = "{}";

    private readonly NameList _types;
    private readonly NameList _ids;
    private readonly Predicate<JsonElement>? _selector;

    /// <param name="types"><c>sync.types</c>.</param>
    /// <param name="ids"><c>sync.ids</c>.</param>
    /// <param name="selector"><c>sync.selector</c>; an empty object for none.</param>
    /// <exception cref="UsageException"><c>SelectorInvalid</c>.</exception>
    public SyncFilter(string types, string ids, string selector)
    {
        _types = new(types);
        _ids = new(ids);
        _selector = selector == NoSelector ? null : Read(selector);
        IsOpen = string.IsNullOrWhiteSpace(types + ids) && _selector is null;
        Mark = IsOpen ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize<string[]>([types, ids, selector]))))[..32];
    }

    /// <summary>Whether everything enters.</summary>
    public bool IsOpen { get; }

    /// <summary>Differs where the choice differs; empty where everything enters. Stays on this device.</summary>
    public string Mark { get; }

    /// <summary>Whether a document that shows this may enter. Of a deleted one it is what it was deleted with.</summary>
    public bool Admits(DocumentBody body)
    {
        var shown = body.Parked is { } parked ? DocumentBodyCodec.DecodeTrusted(parked.Body.Utf8) : body;
        return IsOpen
            || shown.Id.Value.StartsWith(System, StringComparison.Ordinal)
            || shown.Type.Value.StartsWith(System, StringComparison.Ordinal)
            || (_types.Admits(shown.Type.Value) && _ids.Admits(shown.Id.Value) && Meets(shown.Content));
    }

    private static Predicate<JsonElement> Read(string selector)
    {
        try
        {
            return Selector.Parse(selector);
        }
        catch (FormatException why)
        {
            throw new UsageException(
                "SelectorInvalid", $"sync.selector cannot be used: {why.Message}.", "Give a JSON object such as {\"pinned\":true} or {\"durationSeconds\":{\"$lt\":600}}; docs/filters.md lists what it may hold.");
        }
    }

    private bool Meets(CanonicalJson content)
    {
        if (_selector is null)
        {
            return true;
        }

        using var parsed = JsonDocument.Parse(content.Utf8, new() { MaxDepth = CanonicalJson.MaxDepth });
        return _selector(parsed.RootElement);
    }
}
