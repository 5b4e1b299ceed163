using System.Globalization;
using System.Security.Cryptography;
using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>Puts what was decided into a tree by hand, under revisions that depend on parent and bytes alone, as the real ones do.</summary>
internal static class Growth
{
    public static DocumentTree Grown(this DocumentTree tree, Normalised decision, bool withParks = true)
    {
        var added = decision.Additions.Where(addition => withParks || !addition.IsTombstone).Select(Node).Where(node => tree.Nodes.All(known => known.Revision != node.Revision)).ToList();
        var parents = added.Select(node => node.Parent).ToHashSet();
        return tree with { Nodes = [.. tree.Nodes.Select(node => parents.Contains(node.Revision) ? Trees.Inner(node) : node).Concat(added).OrderBy(node => node.Revision)] };
    }

    /// <summary>All that a decision says, in order.</summary>
    public static string Spell(this Normalised decision) =>
        string.Join('\n', [$"{decision.IsSettled} {decision.WaitsBecause?.Reason}", .. decision.Additions.Select(addition => $"{addition.Parent} {addition.IsTombstone} {DocumentBodyCodec.Encode(addition.Body).ToText()}")]);

    /// <summary>The merge that was decided on.</summary>
    public static DocumentBody Merge(this Normalised decision) => Assert.Single(decision.Additions, addition => addition.Body.Kind == DocumentBodyKind.Merge).Body;

    private static TreeNode Node(TreeAddition addition)
    {
        var bytes = DocumentBodyCodec.Encode(addition.Body).Utf8;
        var hash = SHA256.HashData([.. System.Text.Encoding.ASCII.GetBytes(addition.Parent.ToString()), .. bytes.Span]).AsSpan(0, 16);
        var revision = Revision.Parse(string.Create(CultureInfo.InvariantCulture, $"{addition.Parent.Generation + 1}-{Convert.ToHexStringLower(hash)}"));
        return new TreeNode(revision, addition.Parent, IsLeaf: true, addition.IsTombstone, new BodyBytes(bytes), addition.Body);
    }
}
