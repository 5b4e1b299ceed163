using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>How a vault document reads in the mirror, and back (docs/pouchdb.md).</summary>
/// <remarks>
/// The content is the document. What a CouchDB document has no place for stands in <c>$type</c> and <c>$files</c>; members of the content that
/// are called so, or begin with an underscore, carry one <c>$</c> more. Content that is no object stands in <c>$value</c>.
/// </remarks>
internal static partial class MirrorText
{
    private const string Type = "$type";
    private const string Files = "$files";
    private const string Value = "$value";

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = CanonicalJson.MaxDepth + 1 };

    /// <param name="body">What the vault shows.</param>
    /// <param name="referred">The files that stand there by name only.</param>
    public static BodyBytes Show(DocumentBody body, IEnumerable<KeyValuePair<string, Attachment>> referred)
    {
        var shown = new JsonObject();
        if (body.Type != DocumentType.Default)
        {
            shown[Type] = body.Type.Value;
        }

        var content = JsonNode.Parse(body.Content.Utf8.Span, documentOptions: Depth);
        if (content is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                shown[NeedsEscape().IsMatch(name) ? "$" + name : name] = value?.DeepClone();
            }
        }
        else
        {
            shown[Value] = content;
        }

        var files = new JsonObject(referred.Select(file => KeyValuePair.Create<string, JsonNode?>(file.Key, new JsonObject { ["type"] = file.Value.MediaType, ["size"] = file.Value.Blob.Size })));
        if (files.Count > 0)
        {
            shown[Files] = files;
        }

        return new(CanonicalJson.Parse(shown.ToJsonString()).Utf8);
    }

    /// <exception cref="FormatException">What stands there can be no document of the vault; the message says why and quotes nothing.</exception>
    public static MirrorContent Read(BodyBytes body)
    {
        if (JsonNode.Parse(body.Utf8.Span, documentOptions: Depth) is not JsonObject shown)
        {
            throw new FormatException("It is no object.");
        }

        var content = new JsonObject();
        JsonNode? whole = null;
        DocumentType? type = null;
        ImmutableHashSet<string>? files = null;
        foreach (var (name, value) in shown)
        {
            switch (name)
            {
                case Type:
                    type = value is JsonValue text && text.TryGetValue<string>(out var word) && DocumentType.IsValid(word) ? new DocumentType(word) : throw new FormatException("Its $type is none.");
                    break;
                case Files:
                    files = (value as JsonObject ?? throw new FormatException("Its $files is no object.")).Select(file => file.Key).ToImmutableHashSet(StringComparer.Ordinal);
                    break;
                case Value:
                    whole = value;
                    break;
                default:
                    content[IsEscaped().IsMatch(name) ? name[1..] : name] = value?.DeepClone();
                    break;
            }
        }

        var isWhole = shown.ContainsKey(Value);
        return isWhole && content.Count > 0
            ? throw new FormatException("Its $value stands beside other members.")
            : new(type, CanonicalJson.Parse(isWhole ? whole?.ToJsonString() ?? "null" : content.ToJsonString()), files);
    }

    [GeneratedRegex(@"\A(?:\$*_|\$+(?:type|files|value)\z)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex NeedsEscape();

    [GeneratedRegex(@"\A(?:\$+_|\$\$+(?:type|files|value)\z)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex IsEscaped();
}

/// <summary>What a document of the mirror means for the vault.</summary>
/// <param name="Type">Null when it does not say.</param>
/// <param name="Content">The content.</param>
/// <param name="Files">The files that are named as being elsewhere; null when it does not say, which removes none.</param>
internal sealed record MirrorContent(DocumentType? Type, CanonicalJson Content, ImmutableHashSet<string>? Files);
