using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>Another device of the same vault: makes revisions of document <c>d</c> as its store would, and hands them over as grafts.</summary>
internal sealed class Device(ulong actor)
{
    private long _number;

    public ActorId Actor { get; } = new(actor);

    public Made Edit(string json, Made? parent = null, long? number = null, long milliseconds = 1_700_000_000_000, ImmutableSortedDictionary<string, Attachment>? files = null)
    {
        var dot = new Dot(Actor, number ?? ++_number);
        return Make(parent?.Revision, tombstone: false, new DocumentBody
        {
            Id = new DocumentId("d"),
            Type = DocumentType.Default,
            Kind = DocumentBodyKind.Edit,
            Causes = (parent?.Body.Causes ?? CausalSet.Empty).With(dot),
            Dot = dot,
            Stamp = new HybridTimestamp(milliseconds, 0, Actor),
            Parents = parent is null ? [] : [parent.Revision],
            Content = CanonicalJson.Parse(json),
            Attachments = files ?? DocumentBody.NoAttachments,
        });
    }

    /// <summary>The park that keeps <paramref name="loser"/>.</summary>
    public static DocumentBody ParkOf(Made loser) => new()
    {
        Id = new DocumentId("d"),
        Type = DocumentType.Default,
        Kind = DocumentBodyKind.Park,
        Parked = new ParkedRevision(loser.Revision, DocumentBodyCodec.Encode(loser.Body)),
    };

    public static Made Park(Made loser) => Make(loser.Revision, tombstone: true, ParkOf(loser));

    public static Made Make(Revision? parent, bool tombstone, DocumentBody body)
    {
        var encoded = DocumentBodyCodec.Encode(body);
        var minted = TestVault.Own.Mint(new RevisionDraft(body.Id, (parent?.Generation ?? 0) + 1, parent?.Hash ?? RevisionHash.None, tombstone, encoded.Utf8));
        return new Made(minted.Revision, minted.RemoteId, parent, tombstone, body, new BodyBytes(encoded.Utf8));
    }
}

/// <summary>A revision that a device made.</summary>
internal sealed record Made(Revision Revision, string RemoteId, Revision? Parent, bool IsTombstone, DocumentBody Body, BodyBytes Encoded)
{
    /// <summary>As it comes from a server that tells <paramref name="ancestors"/>, newest first; without any, the true parent.</summary>
    public Graft Graft(params Revision[] ancestors)
    {
        Revision[] path = ancestors.Length > 0 ? [Revision, .. ancestors] : Parent is { } parent ? [Revision, parent] : [Revision];
        return new Graft(
            Body.Id,
            RemoteId,
            new RevisionPath(Revision.Generation, [.. path.Select(revision => revision.Hash)]),
            IsTombstone,
            Encoded,
            []) { AuthenticatedParent = Parent };
    }
}
