using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>A document as a client sent it, taken apart.</summary>
/// <param name="Id">Its id; null when the server shall make one.</param>
/// <param name="Revision">For an edit the revision it builds on, for a graft the revision it is.</param>
/// <param name="Path">For a graft the revision and its ancestors, when it told them.</param>
/// <param name="IsTombstone">Whether it deletes.</param>
/// <param name="Body">The JSON object without <c>_</c> members.</param>
/// <param name="Files">Its attachments.</param>
internal sealed record IncomingDocument(
    string? Id, Revision? Revision, RevisionPath? Path, bool IsTombstone, BodyBytes Body, ImmutableArray<IncomingFile> Files)
{
    /// <summary>The id as a value, which by now it must have.</summary>
    public DocumentId DocumentId => new(Id ?? throw new InvalidOperationException("The document has not been given an id."));

    /// <summary>The way to the root as far as it was told.</summary>
    public RevisionPath? Ancestry => Path ?? (Revision is { } revision ? RevisionPath.Of(revision) : null);
}

/// <summary>An attachment as a client sent it.</summary>
internal abstract record IncomingFile(string Name, string ContentType, int? RevisionPosition)
{
    /// <summary>Its bytes as base64 in the JSON, left there until they are stored.</summary>
    public sealed record Inline(string Name, string ContentType, int? RevisionPosition, JsonElement Data) : IncomingFile(Name, ContentType, RevisionPosition);

    /// <summary>Unchanged: the server has it.</summary>
    public sealed record Stub(string Name, string ContentType, int? RevisionPosition) : IncomingFile(Name, ContentType, RevisionPosition);

    /// <summary>Its bytes are the next part of the multipart body.</summary>
    /// <param name="Length">As announced, null when it was not.</param>
    /// <param name="Digest"><c>md5-…</c> of the bytes as they are sent.</param>
    /// <param name="IsGzip">CouchDB keeps texts compressed and sends them so; here they are kept as they were.</param>
    public sealed record Follows(string Name, string ContentType, int? RevisionPosition, long? Length, string? Digest, bool IsGzip)
        : IncomingFile(Name, ContentType, RevisionPosition);
}
