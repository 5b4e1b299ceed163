using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Vault;

/// <summary>A revision that an author saw, and what it showed.</summary>
internal sealed record SeenRevision(Revision Revision, DocumentBody Body);
