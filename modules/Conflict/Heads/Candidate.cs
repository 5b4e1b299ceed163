using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Heads;

/// <summary>A revision that could be a head: a live leaf, or a parked one that nothing alive covers.</summary>
/// <param name="Revision">The revision itself, not its park.</param>
/// <param name="Body">What it says.</param>
/// <param name="Encoded">The same, byte for byte.</param>
/// <param name="IsLive">False when it is only found inside a park.</param>
internal sealed record Candidate(Revision Revision, DocumentBody Body, ReadOnlyMemory<byte> Encoded, bool IsLive)
{
    public static Candidate Live(TreeNode node) => new(node.Revision, node.Body!, node.Encoded!.Utf8, IsLive: true);

    public static Candidate Parked(ParkedRevision parked) =>
        new(parked.Revision, DocumentBodyCodec.DecodeTrusted(parked.Body.Utf8), parked.Body.Utf8, IsLive: false);

    /// <summary>Whether the owner would see the same document.</summary>
    public bool ShowsSameAs(DocumentBody other) =>
        Body.Deleted == other.Deleted
        && Body.Type == other.Type
        && Body.Content.Equals(other.Content)
        && Body.Attachments.Count == other.Attachments.Count
        && Body.Attachments.All(file => other.Attachments.TryGetValue(file.Key, out var attachment) && attachment == file.Value);
}
