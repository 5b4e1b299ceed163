using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Tests.Torture;

/// <summary>Writes, edits, branches and deletes vault documents, and gives them files.</summary>
internal sealed class VaultCaller(string name, int seed, IMediator mediator, Report report) : Caller(name, seed, mediator, report)
{
    private static readonly string NoContent = Words.Hash(CanonicalJson.Null.Utf8.Span);

    private readonly List<Own> _own = [];

    public override async Task RunAsync()
    {
        foreach (var row in await OwnAsync(DatabaseName.Vault))
        {
            var found = (GetOutcome.Found)await Mediator.Send(new GetDocument(row.Id));
            var files = found.Body.Attachments.ToDictionary(file => file.Key, file => new BlobKey(file.Value.Blob.Manifest.ToString()));
            _own.Add(new Own(row.Id, found.Revision, files, new Said(found.Body.Deleted, Words.Hash(found.Body.Content.Utf8.Span), "", "")));
        }

        while (true)
        {
            await StepAsync();
        }
    }

    private async Task StepAsync()
    {
        var percent = Words.Percent();
        if (_own.Count == 0 || percent < 28)
        {
            await PutAsync(New(), attach: null);
            return;
        }

        var own = Words.Pick(_own);
        switch (percent)
        {
            case < 35:
                await PutBatchAsync([.. Enumerable.Range(0, 1 + Words.Below(20)).Select(_ => Words.Percent() < 60 ? New() : Words.Pick(_own)).Distinct()]);
                break;
            case < 72:
                await PutAsync(own, attach: null);
                break;
            case < 80:
                await PutAsync(own, await UploadAsync(DatabaseName.Vault));
                break;
            case < 88:
                await DeleteAsync(own);
                break;
            case < 91:
                await BranchAsync(own);
                break;
            case < 95:
                await FollowAsync(DatabaseName.Vault);
                break;
            case < 96:
                // Takes up the words of everybody's documents, so that kills land in the middle of that too.
                await Mediator.Send(new SearchDocuments("anybody", 1));
                break;
            default:
                await ReadBackAsync(own);
                break;
        }
    }

    private Own New() => new(new DocumentId(Words.New()), null, [], new Said(Deleted: true, NoContent, "", ""));

    /// <summary>One transaction: after a kill all of the batch is there, or nothing.</summary>
    private async Task PutBatchAsync(Own[] batch)
    {
        var edits = batch.Select(own =>
        {
            var word = Words.New();
            var content = Words.Content(word);
            var said = new Said(Deleted: false, Words.Hash(content.Utf8.Span), word, Files(own.Files.Select(file => (file.Key, file.Value))));
            return (Own: own, Said: said, Put: new PutDocument(own.Id, content, own.Revision));
        }).ToArray();
        var attempt = Report.Try(edits.Select(edit => new Attempt("vault", edit.Own.Id.Value, edit.Own.Revision, null, edit.Said)));
        var outcomes = await Mediator.Send(new PutDocuments([.. edits.Select(edit => edit.Put)]));
        var saved = outcomes.Select(outcome => outcome as PutOutcome.Saved ?? throw new InvalidOperationException($"An edit of a batch was answered with {outcome}.")).ToArray();
        Report.Done(attempt, saved.Select(outcome => $"{outcome.Revision},{outcome.Sequence}"));
        foreach (var ((own, said, _), outcome) in edits.Zip(saved))
        {
            Remember(own, outcome.Revision, own.Files, said);
        }
    }

    private async Task PutAsync(Own own, FinishedBlob? attach)
    {
        var word = Words.New();
        var content = Words.Content(word);
        var files = new Dictionary<string, BlobKey>(own.Files);
        var put = new PutDocument(own.Id, content, own.Revision);
        if (attach is not null)
        {
            var name = "file" + Words.Below(3);
            files[name] = attach.Blob;
            put = put with { Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add(name, new NewAttachment(attach.Reference!, "application/octet-stream")) };
        }

        await SaveAsync(own, files, new Said(Deleted: false, Words.Hash(content.Utf8.Span), word, Files(files.Select(file => (file.Key, file.Value)))), put);
    }

    private Task DeleteAsync(Own own) => SaveAsync(own, [], new Said(Deleted: true, NoContent, "-", ""), new DeleteDocument(own.Id, own.Revision!.Value));

    /// <summary>An edit beside the last one. The winner is then the store's choice, so this caller lets go of the document until the next run.</summary>
    private async Task BranchAsync(Own own)
    {
        if (own.Earlier is not { } earlier)
        {
            return;
        }

        _own.Remove(own);
        var word = Words.New();
        var content = Words.Content(word);
        var said = new Said(Deleted: false, Words.Hash(content.Utf8.Span), word, Files(own.EarlierFiles.Select(file => (file.Key, file.Value))));
        var attempt = Report.Try(new Attempt("vault", own.Id.Value, earlier, null, said));
        var saved = (PutOutcome.Saved)await Mediator.Send(new PutDocument(own.Id, content, earlier) { AllowBranch = true });
        Report.Done(attempt, $"{saved.Revision},{saved.Sequence}");
    }

    private async Task SaveAsync(Own own, Dictionary<string, BlobKey> files, Said said, IRequest<PutOutcome> edit)
    {
        var attempt = Report.Try(new Attempt("vault", own.Id.Value, own.Revision, null, said));
        var outcome = await Mediator.Send(edit);
        var saved = outcome as PutOutcome.Saved ?? throw new InvalidOperationException($"{edit} was answered with {outcome}.");
        Report.Done(attempt, $"{saved.Revision},{saved.Sequence}");
        Remember(own, saved.Revision, files, said);
    }

    private void Remember(Own own, Revision revision, Dictionary<string, BlobKey> files, Said said)
    {
        if (own.Revision is null)
        {
            _own.Add(own);
        }

        (own.Earlier, own.EarlierFiles) = (own.Revision, own.Files);
        (own.Revision, own.Files, own.Said) = (revision, files, said);
    }

    /// <summary>A caller sees its own last write.</summary>
    private async Task ReadBackAsync(Own own)
    {
        var found = (GetOutcome.Found)await Mediator.Send(new GetDocument(own.Id));
        if (found.Revision != own.Revision || Words.Hash(found.Body.Content.Utf8.Span) != own.Said.Hash)
        {
            throw new InvalidOperationException($"{own.Id} shows {found.Revision} instead of {own.Revision}.");
        }
    }

    private sealed class Own(DocumentId id, Revision? revision, Dictionary<string, BlobKey> files, Said said)
    {
        public DocumentId Id { get; } = id;

        public Revision? Revision { get; set; } = revision;

        public Dictionary<string, BlobKey> Files { get; set; } = files;

        public Said Said { get; set; } = said;

        public Revision? Earlier { get; set; }

        public Dictionary<string, BlobKey> EarlierFiles { get; set; } = [];
    }
}
