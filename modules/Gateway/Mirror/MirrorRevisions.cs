using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>The revisions that the bridge writes into the mirror. They are recognised by their hash, so that nothing has to be noted about them.</summary>
internal static class MirrorRevisions
{
    /// <summary>The hash under which a revision of the vault stands in the mirror, whatever it stands on.</summary>
    public static RevisionHash Of(Revision vault) => Hash($"aurix.mirror {vault}");

    /// <summary>The tombstone that ends a leaf which the vault does not show.</summary>
    public static Revision End(Revision leaf) => new(leaf.Generation + 1, Hash($"aurix.mirror.end {leaf}"));

    private static RevisionHash Hash(string text) => RevisionHash.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, RevisionHash.Size));
}
