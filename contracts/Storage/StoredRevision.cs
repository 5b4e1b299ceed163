using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage;

/// <summary>One revision as the store keeps it.</summary>
/// <param name="Id">The document: a logical id in the vault, the server id in a relay.</param>
/// <param name="Path">The revision and its known ancestors, newest first.</param>
/// <param name="IsTombstone">Whether the tree marks it deleted. In the vault only parks and retires are.</param>
/// <param name="Body">Vault: the canonical text of a <see cref="DocumentBody"/>. Relay: the JSON object without any <c>_</c> member. Null when it was compacted away.</param>
/// <param name="Files">The attachments of a relay revision; always empty in the vault, where the body names them.</param>
public sealed record StoredRevision(DocumentId Id, RevisionPath Path, bool IsTombstone, BodyBytes? Body, ImmutableArray<StoredFile> Files)
{
    /// <summary>The revision.</summary>
    public Revision Revision => Path.Tip;

    /// <summary>The address and the size, not the content.</summary>
    public override string ToString() => $"{Id} {Revision}";
}

/// <summary>An attachment of a relay document, as CouchDB describes one.</summary>
/// <param name="Name">The attachment's name.</param>
/// <param name="ContentType">As it was sent.</param>
/// <param name="Blob">Where its bytes are.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Digest"><c>md5-</c> and base64: what CouchDB's protocol shows.</param>
/// <param name="RevisionPosition">The generation in which it came (<c>revpos</c>).</param>
public sealed record StoredFile(string Name, string ContentType, BlobKey Blob, long Length, string Digest, int RevisionPosition);
