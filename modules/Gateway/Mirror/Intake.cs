using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>Takes what a PouchDB wrote into the vault, as an ordinary edit that saw what PouchDB saw.</summary>
/// <remarks>
/// Whatever PouchDB made of a document since it last heard of the vault is one edit there. It is attached to the revision of the vault that
/// stands for the nearest ancestor, whether or not the vault has gone on since: then it is a branch, and Conflict merges.
/// </remarks>
internal sealed class Intake(IMediator mediator, DocumentStore store, MirrorFiles files, GatewayOptions options, ILogger<Intake> log)
{
    private readonly DocumentBody _nothing = new() { Id = new("-"), Type = options.MirrorTypes is [var first, ..] ? new(first) : DocumentType.Default, Kind = DocumentBodyKind.Edit };

    /// <summary>The revision of the vault that stands for the leaf from now on; null when there is none.</summary>
    public async Task<Revision?> TakeAsync(StoredRevision leaf, Ancestry known, CancellationToken cancellationToken)
    {
        try
        {
            var seen = known.SeenBy(leaf.Path);
            return leaf.IsTombstone ? await DeleteAsync(leaf, seen, cancellationToken) : await PutAsync(leaf, seen, known, cancellationToken);
        }
        catch (Exception refused) when (refused is FormatException or InvalidDocumentException or StoreException { Code: "BlobDamaged" })
        {
            GatewayLog.NotTaken(log, (refused as AurixException)?.Code ?? refused.Message);
            return null; // it stays in the mirror as it is, and its next revision is looked at again
        }
    }

    private async Task<Revision?> DeleteAsync(StoredRevision leaf, Seen? seen, CancellationToken cancellationToken) =>
        seen is null || seen.Body.Deleted
            ? seen?.Vault // made and deleted before the vault ever heard of it, or deleted there as well
            : Saved(await mediator.Send(new DeleteDocument(leaf.Id, seen.Vault) { AllowBranch = true }, cancellationToken));

    private async Task<Revision?> PutAsync(StoredRevision leaf, Seen? seen, Ancestry known, CancellationToken cancellationToken)
    {
        var content = MirrorText.Read(leaf.Body ?? throw new FormatException("Its body is gone."));
        var body = seen?.Body ?? _nothing;
        var type = content.Type ?? body.Type;
        var before = await FilesAsync(leaf.Id, seen?.Mirror, cancellationToken);
        var added = leaf.Files.Where(file => !before.TryGetValue(file.Name, out var old) || old != file.Digest).ToList();
        var gone = Gone(body, before, leaf, content);
        if (seen is not null && !body.Deleted && content.Content.Equals(body.Content) && type == body.Type && added.Count == 0 && gone.IsEmpty)
        {
            return seen.Vault; // it says what was there
        }

        if (added.Count == 0 && known.Find(seen?.Vault, type, content.Content, body.Attachments.Keys.Except(gone, StringComparer.Ordinal)) is { } done)
        {
            return done; // taken before the power failed
        }

        var attached = ImmutableDictionary.CreateBuilder<string, NewAttachment>(StringComparer.Ordinal);
        foreach (var file in added)
        {
            attached[file.Name] = await files.TakeAsync(file, cancellationToken);
        }

        return Saved(await mediator.Send(
            new PutDocument(leaf.Id, content.Content, seen?.Vault) { Type = type, Attach = attached.ToImmutable(), Detach = gone, AllowBranch = true },
            cancellationToken));
    }

    // An attachment goes as it does in CouchDB: by not being there. What was only named goes by being left out of the names; where there are no names at
    // all it stays, since an app that writes its documents anew must not lose its owner's recordings.
    private static ImmutableArray<string> Gone(DocumentBody body, Dictionary<string, string> before, StoredRevision leaf, MirrorContent content)
    {
        var there = leaf.Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        return [.. body.Attachments.Keys.Where(name => !there.Contains(name) && (before.ContainsKey(name) || content.Files?.Contains(name) == false))];
    }

    /// <summary>The attachments of what the writer saw, with their digests.</summary>
    private async Task<Dictionary<string, string>> FilesAsync(DocumentId id, Revision? seen, CancellationToken cancellationToken)
    {
        var found = seen is { } revision ? await store.FindAsync(MirrorDatabase.Name, id.Value, revision, latest: false, pathLimit: 1, cancellationToken) : [];
        return found.SelectMany(read => read.Files).ToDictionary(file => file.Name, file => file.Digest, StringComparer.Ordinal);
    }

    private static Revision? Saved(PutOutcome outcome) => outcome switch
    {
        PutOutcome.Saved saved => saved.Revision,
        PutOutcome.Refused refused => throw refused.Reason,
        _ => throw new StoreException("MirrorBehind", "A document changed while an edit of a local PouchDB was taken in.", "It is tried again by itself."),
    };
}
