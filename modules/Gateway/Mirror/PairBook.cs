using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>Which revision of the vault a revision stands for that a PouchDB made.</summary>
/// <remarks>Kept as local documents of the vault, which is never served and never sends them: PouchDB's revisions stay on this device.</remarks>
internal sealed class PairBook(IMediator mediator)
{
    /// <summary>How many are kept of a document. Who edits an older revision is taken to have seen the document's beginning.</summary>
    public const int Most = 64;

    /// <summary>The pairs of a document, oldest first.</summary>
    public async Task<ImmutableArray<Pair>> ReadAsync(DocumentId id, CancellationToken cancellationToken) =>
        await mediator.Send(new GetLocalDocument(DatabaseName.Vault, NameOf(id)), cancellationToken) is { } found
            ? [.. JsonSerializer.Deserialize<Dictionary<string, string?[]>>(found.Body.Utf8.Span)!["pairs"].Chunk(2).Select(pair => new Pair(Revision.Parse(pair[0]!), pair[1] is { } vault ? Revision.Parse(vault) : null))]
            : [];

    /// <summary>Notes pairs; the oldest make room.</summary>
    public Task WriteAsync(DocumentId id, IEnumerable<Pair> pairs, CancellationToken cancellationToken)
    {
        var texts = pairs.TakeLast(Most).SelectMany(pair => new[] { pair.Mirror.ToString(), pair.Vault?.ToString() }).ToArray();
        var body = new BodyBytes(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?[]> { ["pairs"] = texts }));
        return mediator.Send(new PutLocalDocument(DatabaseName.Vault, NameOf(id), body, ExpectedVersion: -1), cancellationToken);
    }

    private static string NameOf(DocumentId id) => "mirror/" + id.Value;
}

/// <summary>A revision that a PouchDB made, and what became of it.</summary>
/// <param name="Mirror">In the mirror.</param>
/// <param name="Vault">In the vault; null when the vault has nothing for it: it said nothing new, or could not be taken.</param>
internal sealed record Pair(Revision Mirror, Revision? Vault);
