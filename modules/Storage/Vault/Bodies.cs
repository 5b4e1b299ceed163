using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Reads what vault revisions say.</summary>
internal static class Bodies
{
    /// <summary>What a node says itself; null for a placeholder.</summary>
    public static DocumentBody? Own(Session session, long node) =>
        TreeSql.Body(session, node) is { } bytes ? DocumentBodyCodec.DecodeTrusted(bytes) : null;

    /// <summary>What a person sees in a body: for a park, what it keeps.</summary>
    public static DocumentBody Shown(DocumentBody body) =>
        body.Parked is { } parked ? DocumentBodyCodec.DecodeTrusted(parked.Body.Utf8) : body;

    /// <summary>What a person sees in a node: its body, what it keeps when it is a park, or what a park keeps of it when its own body is not here.</summary>
    public static DocumentBody? Shown(Session session, NodeRow node)
    {
        if (Own(session, node.Key) is { } own)
        {
            return Shown(own);
        }

        foreach (var child in TreeSql.Children(session, node.Key).Where(child => child is { IsTombstone: true, HasBody: true }))
        {
            if (Own(session, child.Key) is { Parked: { } parked } && parked.Revision == node.Revision)
            {
                return DocumentBodyCodec.DecodeTrusted(parked.Body.Utf8);
            }
        }

        return null;
    }

    /// <summary>What a person sees in a leaf, which always has a body.</summary>
    public static DocumentBody ShownLeaf(Session session, NodeRow leaf) =>
        Shown(session, leaf) ?? throw new InvalidOperationException("A leaf has no body.");

    /// <summary>The edits that a node accounts for; a park accounts for those of what it keeps.</summary>
    public static CausalSet Causes(Session session, long node) =>
        Own(session, node) is { } body ? Shown(body).Causes : CausalSet.Empty;
}
