using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

/// <summary>Writes the versions of one document by hand. The first of two is always the earlier edit.</summary>
internal static class Versions
{
    public static readonly Revision First = Revision.Parse("2-a" + new string('0', 31));

    public static readonly Revision Second = Revision.Parse("2-b" + new string('0', 31));

    public static readonly HybridTimestamp FirstStamp = new(1_000, 0, new ActorId(0xA));

    public static readonly HybridTimestamp SecondStamp = new(2_000, 0, new ActorId(0xB));

    public static MergeHead Head(Revision revision, HybridTimestamp stamp, string? content, params (string Name, string File)[] files) =>
        new(revision, stamp, content is null, content is null ? CanonicalJson.Null : CanonicalJson.Parse(content), Files(files));

    public static MergeHead Earlier(string? content, params (string Name, string File)[] files) => Head(First, FirstStamp, content, files);

    public static MergeHead Later(string? content, params (string Name, string File)[] files) => Head(Second, SecondStamp, content, files);

    public static MergeBase Base(string content, params (string Name, string File)[] files) => new(CanonicalJson.Parse(content), Files(files), BaseQuality.Exact);

    public static MergeInput Input(MergeBase? before, MergeHead first, MergeHead second, string options = "{}") =>
        new(DocumentType.Default, 0, before, [first, second], CanonicalJson.Parse(options));

    public static MergeInput Swapped(this MergeInput input) => input with { Heads = [.. input.Heads.Reverse()] };

    /// <summary>A file whose name in the store begins with the given letters.</summary>
    public static Attachment File(string name)
    {
        var bytes = new byte[16];
        System.Text.Encoding.ASCII.GetBytes(name, bytes);
        return new(new BlobReference(BlobFileId.FromBytes(bytes), 1, BlobAddress.FromBytes(new byte[32]), 5), "audio/flac", new Dot(new ActorId(1), 1));
    }

    private static ImmutableSortedDictionary<string, Attachment> Files((string Name, string File)[] files) =>
        DocumentBody.NoAttachments.AddRange(files.Select(file => KeyValuePair.Create(file.Name, File(file.File))));
}
