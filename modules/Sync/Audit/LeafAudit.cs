using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Healing;
using Aurix.Platform.Sync.Replication;
using Aurix.Platform.Sync.Transfer;
using MediatR;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Is everything of ours on the server? Each leaf of this device has to be given, or something built on it that opens.</summary>
internal sealed class LeafAudit(IMediator mediator, RemoteVault remote, Findings findings, bool heals)
{
    private const int Page = 50; // documents a question; their envelopes are held at once

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var since = LocalSequence.Start;
        for (var caughtUp = false; !caughtUp;)
        {
            var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, Page), cancellationToken);
            var rows = await remote.Sharing.WithoutStayingAsync(changes.Rows, cancellationToken); // what stays here is not to be asked for
            await CheckAsync([.. rows.Where(row => row.RemoteId is not null)], cancellationToken);
            caughtUp = changes.CaughtUp;
            since = changes.LastSequence;
        }
    }

    private async Task CheckAsync(ImmutableArray<ChangeRow> rows, CancellationToken cancellationToken)
    {
        var lacking = await LackingAsync(rows, cancellationToken);
        foreach (var (row, leaf) in lacking)
        {
            findings.Add("LeafMissing", row.RemoteId!, leaf.ToString(), row.Id, "The server does not give this revision of yours, nor anything that was built on it and opens.");
        }

        if (!heals || lacking.IsEmpty)
        {
            return;
        }

        await OfferAsync(lacking, cancellationToken);
        var still = await LackingAsync([.. lacking.Select(one => one.Row).Distinct()], cancellationToken);
        if (!still.IsEmpty)
        {
            // It claims to have what it does not give. Said again, it is a revision that the server cannot claim to have.
            var leaves = still.Select(one => one.Leaf).ToHashSet();
            await new Resealer(mediator).ResealAsync([.. still.Select(one => one.Row.Id).Distinct()], node => leaves.Contains(node.Revision), cancellationToken);
            await OfferAsync(still, cancellationToken);
        }

        findings.AddHealed(lacking.Length);
    }

    private async Task OfferAsync(ImmutableArray<(ChangeRow Row, Revision Leaf)> lacking, CancellationToken cancellationToken)
    {
        await new BlobUploader(mediator, remote.Chunks, remote.Name, remote.Sharing, new ByteBudget(null)).RunAsync(cancellationToken); // what waits for a file is not sent
        var pusher = new Pusher(mediator, remote.Documents, remote.Log, remote.Sharing, new PushPlace(), remote.Name);
        await pusher.OfferAgainAsync([.. lacking.Select(one => one.Row.Id).Distinct()], cancellationToken);
    }

    private async Task<ImmutableArray<(ChangeRow Row, Revision Leaf)>> LackingAsync(ImmutableArray<ChangeRow> rows, CancellationToken cancellationToken)
    {
        var lacking = ImmutableArray.CreateBuilder<(ChangeRow Row, Revision Leaf)>();
        foreach (var part in rows.SelectMany(row => row.Leaves.Select(leaf => (Row: row, Leaf: leaf.Revision))).Chunk(Page))
        {
            var given = await remote.Documents.FetchAsync([.. part.Select(one => (one.Row.RemoteId!, one.Leaf))], cancellationToken);
            var outcomes = given.IsEmpty ? [] : await mediator.Send(new OpenDocuments([.. given.Select(ServerAudit.Received)]), cancellationToken);
            var opened = given.Zip(outcomes).Where(pair => pair.Second is OpenOutcome.Opened).Select(pair => (Source: pair.First, Leaf: (OpenOutcome.Opened)pair.Second)).ToLookup(pair => pair.Source.Id, StringComparer.Ordinal);
            lacking.AddRange(part.Where(one => !opened[one.Row.RemoteId!].Any(shown => Contains(shown.Source, shown.Leaf, one.Leaf))));
        }

        return lacking.ToImmutable();
    }

    // The envelope vouches for its parent. For what is older there is only the server's word, which this device's next pull would put to the test.
    private static bool Contains(RemoteRevision source, OpenOutcome.Opened shown, Revision leaf) =>
        shown.Revision == leaf
        || shown.Parent == leaf
        || (shown.Revision.Generation > leaf.Generation && source.Ancestry.Length > shown.Revision.Generation - leaf.Generation && source.Ancestry[shown.Revision.Generation - leaf.Generation] == leaf.Hash.ToString());
}
