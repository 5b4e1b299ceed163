using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Strategies.Json;

namespace Aurix.Platform.Tests.Json;

/// <summary>What one version was, what two devices made of it, and what comes out, as text.</summary>
internal static class JsonCase
{
    /// <summary>Merges in both orders of the heads, which must agree, and answers with what came out.</summary>
    public static MergeOutcome.Merged Merge(string? before, string? earlier, string? later, string options = "{}") =>
        Merge(Versions.Input(before is null ? null : Versions.Base(before), Versions.Earlier(earlier), Versions.Later(later), options));

    public static MergeOutcome.Merged Merge(MergeInput input)
    {
        var merged = Assert.IsType<MergeOutcome.Merged>(Answer(input));
        Assert.Equal(Describe(merged), Describe(Assert.IsType<MergeOutcome.Merged>(Answer(input.Swapped()))));
        return merged;
    }

    public static MergeOutcome Answer(MergeInput input, long fuel = MergeFuel.Default) => new JsonStrategy().Merge(input, new MergeFuel(fuel));

    /// <summary>The options that declare the one field <c>/x</c>, or another.</summary>
    public static string Field(string type, string path = "/x") => $$$"""{"fields":{"{{{path}}}":"{{{type}}}"}}""";

    /// <summary>The records, each as <c>kind path: earlier | later > chosen</c>.</summary>
    public static string[] Records(this MergeOutcome.Merged merged) =>
        [.. merged.Records.OrderBy(record => record.Path, StringComparer.Ordinal).ThenBy(record => record.Kind, StringComparer.Ordinal).Select(Describe)];

    public static string Text(this MergeOutcome.Merged merged) => merged.Content.ToText();

    private static string Describe(ConflictRecord record) =>
        $"{record.Kind} {record.Path}: {string.Join(" | ", record.Variants.Select(variant => variant.Value?.ToText() ?? "-"))} > {Name(record.Chosen)}";

    private static string Name(Revision? chosen) => chosen == Versions.First ? "earlier" : chosen == Versions.Second ? "later" : "both";

    private static string Describe(MergeOutcome.Merged merged) =>
        $"{merged.Deleted} {merged.Content.ToText()} {string.Join(",", merged.Attachments.Select(file => $"{file.Key}={file.Value.Blob.File}"))} {string.Join("\n", merged.Records.Select(record => record.Id + Describe(record)))}";
}
