using System.Collections.Immutable;
using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>Writes small trees by hand: <c>Edit("2-b", on: "1-a", sees: "A1 B1", at: 5)</c>.</summary>
internal static class Trees
{
    public static readonly DocumentId Id = new("note:1");

    public static Revision Rev(string shorthand)
    {
        var dash = shorthand.IndexOf('-', StringComparison.Ordinal);
        return Revision.Parse(shorthand[..(dash + 1)] + shorthand[(dash + 1)..].PadRight(32, '0'));
    }

    /// <summary>"A1-3 B2" is edits 1 to 3 of actor A and edit 2 of actor B.</summary>
    public static CausalSet Causes(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(CausalSet.Empty, (set, part) =>
    {
        var bounds = part[1..].Split('-').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        for (var number = bounds[0]; number <= bounds[^1]; number++)
        {
            set = set.With(new Dot(Actor(part[0]), number));
        }

        return set;
    });

    public static ActorId Actor(char letter) => new(letter);

    public static TreeNode Edit(string revision, string causes, long at, string? on = null, string content = "", bool deleted = false, bool leaf = true, string? dot = null)
    {
        var own = dot ?? causes.Split(' ')[^1];
        return Node(revision, on, leaf, tombstone: false, new DocumentBody
        {
            Id = Id,
            Type = DocumentType.Default,
            Kind = DocumentBodyKind.Edit,
            Deleted = deleted,
            Causes = Causes(causes),
            Dot = new Dot(Actor(own[0]), long.Parse(own[1..].Split('-')[^1], CultureInfo.InvariantCulture)),
            Stamp = new HybridTimestamp(at, 0, Actor(own[0])),
            Content = CanonicalJson.Parse($"\"{(content.Length > 0 ? content : revision)}\""),
        });
    }

    public static TreeNode Merge(string revision, string causes, string on, BaseQuality quality = BaseQuality.Exact, bool provisional = false, int priority = 10, int version = 1, string parents = "", bool leaf = true) =>
        Node(revision, on, leaf, tombstone: false, new DocumentBody
        {
            Id = Id,
            Type = DocumentType.Default,
            Kind = DocumentBodyKind.Merge,
            Causes = Causes(causes),
            Stamp = new HybridTimestamp(1, 0, Actor('A')),
            Parents = [.. parents.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Rev)],
            Merge = new MergeProvenance("test", version, priority, "", null, quality, provisional),
            Content = CanonicalJson.Parse($"\"{revision}\""),
        });

    public static TreeNode Park(string revision, TreeNode loser, bool leaf = true) => Node(revision, loser.Revision.ToString(), leaf, tombstone: true, new DocumentBody
    {
        Id = Id,
        Type = DocumentType.Default,
        Kind = DocumentBodyKind.Park,
        Parked = new ParkedRevision(loser.Revision, CanonicalJson.FromTrusted(loser.Encoded!.Utf8)),
    });

    /// <summary>The node, saying something else.</summary>
    public static TreeNode With(TreeNode node, Func<DocumentBody, DocumentBody> change)
    {
        var body = change(node.Body!);
        return node with { Body = body, Encoded = new BodyBytes(DocumentBodyCodec.Encode(body).Utf8) };
    }

    public static TreeNode Inner(TreeNode node) => node with { IsLeaf = false };

    public static DocumentTree Tree(params TreeNode[] nodes) => new(Id, [.. nodes.OrderBy(node => node.Revision)], []);

    public static DocumentTree WithCollision(this DocumentTree tree, char actor, long number) => tree with { Collisions = [new Dot(Actor(actor), number)] };

    private static TreeNode Node(string revision, string? on, bool leaf, bool tombstone, DocumentBody body)
    {
        Revision? parent = on is null ? null : Revision.TryParse(on, out var whole) ? whole : Rev(on);
        return new(Rev(revision), parent, leaf, tombstone, new BodyBytes(DocumentBodyCodec.Encode(body).Utf8), body);
    }
}
