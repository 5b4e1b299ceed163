using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>An edit that lacks nothing but its revision.</summary>
/// <param name="Place">Which edit of its call it is.</param>
/// <param name="Request">What the author said.</param>
/// <param name="Document">The document's row, null for a new one.</param>
/// <param name="Parent">What it builds on, null in a new document.</param>
/// <param name="Body">What it will say.</param>
/// <param name="Encoded">The same as canonical bytes.</param>
internal sealed record PreparedEdit(int Place, EditRequest Request, DocumentRow? Document, NodeRow? Parent, DocumentBody Body, CanonicalJson Encoded);
