using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Merging.Text;

namespace Aurix.Platform.Merging.Json;

/// <summary>What a policy rule's options say about the fields of a document (docs/conflict-options.md).</summary>
/// <remarks>
/// <c>{"fields":{"/segments/*/text":"text"},"strings":"auto","grain":"word"}</c>. All of it is optional, and members that are not known are for others.
/// What is known but says something that is not understood becomes <see cref="Problem"/>: merging by half-understood rules would be a guess.
/// </remarks>
public sealed class JsonMergeRules
{
    private JsonMergeRules(StringsAre undeclaredStrings) => UndeclaredStrings = undeclaredStrings;

    /// <summary>Why these options cannot be followed; null when they can.</summary>
    public string? Problem { get; private set; }

    internal RuleTree Fields { get; } = new();

    internal StringsAre UndeclaredStrings { get; private set; }

    internal TextGrain Grain { get; private set; } = TextGrain.Word;

    /// <summary>Reads a policy rule's options. A string that nothing declares is text when it is longer than a few words, and else a plain value.</summary>
    public static JsonMergeRules Parse(CanonicalJson options) => Read(options, StringsAre.TextWhenLong);

    /// <summary>Reads a policy rule's options. A string that nothing declares is text.</summary>
    public static JsonMergeRules TextEverywhere(CanonicalJson options) => Read(options, StringsAre.Text);

    private static JsonMergeRules Read(CanonicalJson options, StringsAre undeclaredStrings)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rules = new JsonMergeRules(undeclaredStrings);
        if (NodeText.Read(options, new MergeFuel(long.MaxValue)) is not ObjectNode members)
        {
            rules.Problem = "The policy rule's options are no object.";
            return rules;
        }

        rules.ReadStrings(members["strings"]);
        rules.ReadGrain(members["grain"]);
        rules.ReadFields(members["fields"]);
        return rules;
    }

    private void ReadStrings(Node? strings)
    {
        switch ((strings as TextNode)?.Text)
        {
            case "auto":
                UndeclaredStrings = StringsAre.TextWhenLong;
                break;
            case "text":
                UndeclaredStrings = StringsAre.Text;
                break;
            case "scalar":
                UndeclaredStrings = StringsAre.Scalar;
                break;
            default:
                Problem ??= strings is null ? null : "The policy rule's option 'strings' is none of auto, text and scalar.";
                break;
        }
    }

    private void ReadGrain(Node? grain)
    {
        switch ((grain as TextNode)?.Text)
        {
            case "word":
                Grain = TextGrain.Word;
                break;
            case "line":
                Grain = TextGrain.Line;
                break;
            default:
                Problem ??= grain is null ? null : "The policy rule's option 'grain' is neither word nor line.";
                break;
        }
    }

    private void ReadFields(Node? fields)
    {
        if (fields is null)
        {
            return;
        }

        if (fields is not ObjectNode declared)
        {
            Problem ??= "The policy rule's option 'fields' is no object.";
            return;
        }

        foreach (var field in declared.Members)
        {
            var text = (field.Value as TextNode)?.Text;
            if (text is null || !FieldRule.TryParse(text, out var rule))
            {
                Problem ??= $"The policy rule declares '{field.Name}' to be '{text ?? "no string"}', which this version does not understand.";
            }
            else if (!Fields.Add(field.Name, rule))
            {
                Problem ??= $"The policy rule declares '{field.Name}', which is no path: a path is empty or begins with '/', and is declared once.";
            }
        }
    }
}

/// <summary>What a string is that no rule declares.</summary>
internal enum StringsAre
{
    /// <summary>Text if it has words enough to be prose, a plain value otherwise.</summary>
    TextWhenLong,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A plain value.</summary>
    Scalar,
}
