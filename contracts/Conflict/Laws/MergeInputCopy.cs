using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>Makes an input anew, so that nothing a strategy remembers by reference helps it.</summary>
public static class MergeInputCopy
{
    /// <summary>The same input out of fresh objects, with the heads in the order that is given by their places in the old one.</summary>
    public static MergeInput Fresh(this MergeInput input, IEnumerable<int> order)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input with
        {
            Base = input.Base is { } known ? known with { Content = Fresh(known.Content), Attachments = Fresh(known.Attachments) } : null,
            Heads = [.. order.Select(place => Fresh(input.Heads[place]))],
            Options = Fresh(input.Options),
        };
    }

    /// <summary>The same input out of fresh objects, with the heads in reverse.</summary>
    public static MergeInput FreshReversed(this MergeInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Fresh(Enumerable.Range(0, input.Heads.Length).Reverse());
    }

    private static MergeHead Fresh(MergeHead head) => head with { Content = Fresh(head.Content), Attachments = Fresh(head.Attachments) };

    private static CanonicalJson Fresh(CanonicalJson json) => CanonicalJson.FromTrusted(json.Utf8.ToArray());

    private static ImmutableSortedDictionary<string, Attachment> Fresh(ImmutableSortedDictionary<string, Attachment> files) =>
        files.ToImmutableSortedDictionary(file => new string(file.Key.AsSpan()), file => file.Value with { }, StringComparer.Ordinal);
}
