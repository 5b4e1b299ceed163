using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Says what a body of another vault says under this vault's names. Edits keep their dots, causal sets and stamps: they are the same edits.</summary>
internal sealed class Rewriting(ArchivedTree tree, RenamedFiles files)
{
    public CanonicalJson Rewrite(DocumentBody body) => DocumentBodyCodec.Encode(body.Parked is { } parked
        ? body with { Parked = new ParkedRevision(tree.Renamed(parked.Revision), Rewrite(DocumentBodyCodec.DecodeTrusted(parked.Body.Utf8))) }
        : body with
        {
            Parents = [.. body.Parents.Select(tree.Renamed)],
            Attachments = body.Attachments.ToImmutableSortedDictionary(
                file => file.Key,
                file => file.Value with { Blob = files.Renamed(file.Value.Blob) },
                StringComparer.Ordinal),
        });
}
