using System.Globalization;
using System.Text;
using Aurix.Platform.Conflict;

namespace Aurix.Platform.Laws;

/// <summary>Tells a conflict and what came of it, for the author who has to understand it.</summary>
internal static class Story
{
    public static string Of(MergeInput input)
    {
        var text = new StringBuilder();
        text.Append("  base      ").AppendLine(input.Base is { } known ? known.Content.ToText() + Files(known.Attachments.Keys) : "(nothing is known)");
        foreach (var head in input.Heads)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {Name(head)} {(head.Deleted ? "(deleted)" : head.Content.ToText())}{Files(head.Attachments.Keys)}");
        }

        return text.ToString();
    }

    public static string Of(MergeOutcome? outcome) => outcome switch
    {
        MergeOutcome.Merged merged => $"{(merged.Deleted ? "(deleted)" : merged.Content?.ToText())}{Files(merged.Attachments?.Keys ?? [])}, {Count(merged.Records)} records, {Count(merged.Discarded)} discarded",
        MergeOutcome.KeepBoth both => $"keep both, {both.Main} stays",
        MergeOutcome.NeedsHuman needs => $"needs a person: {needs.Reason}",
        MergeOutcome.Decline decline => $"declined: {decline.Reason}",
        _ => "nothing",
    };

    private static string Name(MergeHead head) => $"stamp {head.Stamp.Counter}  ";

    private static int Count<T>(System.Collections.Immutable.ImmutableArray<T> items) => items.IsDefault ? 0 : items.Length;

    private static string Files(IEnumerable<string> names) => names.Any() ? $" with {string.Join(", ", names)}" : "";
}
