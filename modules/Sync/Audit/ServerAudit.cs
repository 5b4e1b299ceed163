using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Is everything on the server ours, and sealed? Every leaf is opened; none is taken in.</summary>
internal sealed class ServerAudit(IMediator mediator, RemoteVault remote, FileAudit files, Findings findings)
{
    public long Documents { get; private set; }

    public long Leaves { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CheckVaultAsync(cancellationToken);
        await foreach (var (wanted, given) in RemoteWalk.LeavesAsync(remote.Documents, OursAsync(cancellationToken), cancellationToken))
        {
            await OpenAsync(wanted, given, cancellationToken);
        }

        await foreach (var chunk in RemoteWalk.ChunksAsync(remote.Chunks, cancellationToken))
        {
            if (!RemoteNames.IsChunk(chunk.Id))
            {
                findings.Add(RejectionCodes.PlaintextInjected, chunk.Id, "", null, "The database of files holds a document that no device of this vault wrote.");
            }
        }
    }

    private async Task CheckVaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await VaultDocument.ReadAsync(remote.Documents, cancellationToken) is { } document)
            {
                await mediator.Send(new CheckVaultDocument(document), cancellationToken);
            }
            else
            {
                findings.Add("VaultMissing", VaultDocument.Id, "", null, "The server does not show the vault's wrapped keys.");
            }
        }
        catch (VaultException wrong)
        {
            findings.Add(wrong.Code, VaultDocument.Id, "", null, wrong.Message);
        }
    }

    private async IAsyncEnumerable<RemoteChange> OursAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in RemoteWalk.RowsAsync(remote.Documents, cancellationToken))
        {
            if (RemoteNames.IsDocument(row.Id))
            {
                Documents++;
                foreach (var text in row.Revisions.Where(text => !Revision.TryParse(text, out _)))
                {
                    findings.Add(RejectionCodes.RevMismatch, row.Id, text, null, "The server names a revision that no device can have made.");
                }

                yield return row;
            }
            else if (row.Id != VaultDocument.Id && !RemoteNames.IsDeviceLog(row.Id))
            {
                findings.Add(RejectionCodes.PlaintextInjected, row.Id, row.Revisions.FirstOrDefault(""), null, "The server holds a document that no device of this vault wrote.");
            }
        }
    }

    private async Task OpenAsync(ImmutableArray<(string Id, Revision Revision)> wanted, ImmutableArray<RemoteRevision> given, CancellationToken cancellationToken)
    {
        var names = await mediator.Send(new NameRemoteDocuments([.. wanted.Select(want => want.Id).Distinct()]), cancellationToken);
        foreach (var (id, revision) in wanted.Where(want => !given.Any(one => Answers(one, want))))
        {
            findings.Add("RevisionMissing", id, revision.ToString(), Name(id), "The server names this revision and does not give it.");
        }

        var outcomes = given.IsEmpty ? [] : await mediator.Send(new OpenDocuments([.. given.Select(Received)]), cancellationToken);
        for (var index = 0; index < outcomes.Length; index++)
        {
            if (outcomes[index] is OpenOutcome.Rejected rejected)
            {
                findings.Add(rejected.Code, given[index].Id, given[index].Revision, Name(given[index].Id), rejected.Detail);
            }
        }

        var opened = outcomes.OfType<OpenOutcome.Opened>().ToList();
        Leaves += opened.Count;
        await files.CheckAsync(opened.Select(leaf => leaf.Body), cancellationToken);

        DocumentId? Name(string id) => names.TryGetValue(id, out var name) ? name : null;
    }

    public static ReceivedDocument Received(RemoteRevision revision) => new(revision.Id, revision.Revision, revision.IsTombstone, revision.Envelope, revision.Ancestry);

    private static bool Answers(RemoteRevision given, (string Id, Revision Revision) wanted) =>
        given.Id == wanted.Id && (given.Revision == wanted.Revision.ToString() || given.Ancestry.Contains(wanted.Revision.Hash.ToString()));
}
