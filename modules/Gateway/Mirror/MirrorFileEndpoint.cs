using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary><c>/mirror/{doc}/{file}</c>: a file of any size. It goes straight into the vault and comes straight out of it, whether the mirror holds it or only names it.</summary>
internal sealed class MirrorFileEndpoint(IMediator mediator, DocumentStore store, AttachmentGet get, VaultFiles files, Bridge bridge, PairBook book) : IEndpoint
{
    public string Path => "/{db}/{doc}/{file}";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "PUT", "DELETE");
        var target = (Target.Attachment)exchange.Target;
        DocumentReader.Check(target.Id);
        return exchange.IsRead ? SendAsync(exchange, target) : EditAsync(exchange, target);
    }

    private async Task SendAsync(Exchange exchange, Target.Attachment target)
    {
        if (await get.TryFindAsync(exchange, target) is { } attached)
        {
            await get.SendAsync(exchange, MirrorDatabase.Name, attached);
            return;
        }

        await files.SendAsync(exchange, new DocumentId(target.Id), target.Name);
    }

    private async Task EditAsync(Exchange exchange, Target.Attachment target)
    {
        var id = new DocumentId(target.Id);
        var name = FileReader.CheckName(target.Name);
        var isPut = HttpMethods.IsPut(exchange.Method);
        await bridge.SettleAsync(id, exchange.Aborted);
        var parent = await ParentAsync(exchange, id);
        if (!isPut && parent?.Body.Attachments.ContainsKey(name) != true)
        {
            throw CouchError.Missing(parent is null ? "missing" : "Document is missing attachment");
        }

        var edit = new PutDocument(id, parent is null ? CanonicalJson.EmptyObject : null, parent?.Revision);
        edit = isPut
            ? edit with { Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add(name, await files.StoreAsync(exchange, name)) }
            : edit with { Detach = [name] };
        var saved = await mediator.Send(edit, CancellationToken.None) as PutOutcome.Saved ?? throw CouchError.Conflict();
        await bridge.SettleAsync(id, CancellationToken.None);
        var shown = (await store.LeavesAsync(MirrorDatabase.Name, target.Id, pathLimit: 1, CancellationToken.None)).FirstOrDefault(leaf => leaf.Revision.Hash == MirrorRevisions.Of(saved.Revision));
        await SavedAnswer.WriteAsync(exchange, isPut ? 201 : 200, target.Id, shown?.Revision ?? throw CouchError.Conflict()); // a merge came between, which has it
    }

    /// <summary>What the revision that the client names stands for; null for a document that is to be made.</summary>
    private async Task<GetOutcome.Found?> ParentAsync(Exchange exchange, DocumentId id)
    {
        var leaves = await store.LeavesAsync(MirrorDatabase.Name, id.Value, pathLimit: 1, exchange.Aborted);
        if (Precondition.Parent(exchange) is not { } named)
        {
            return leaves.Any(leaf => !leaf.IsTombstone) ? throw CouchError.Conflict() : null;
        }

        var ancestry = new Ancestry(await book.ReadAsync(id, exchange.Aborted), await mediator.Send(new ReadHistory(id), exchange.Aborted));
        return leaves.Any(leaf => leaf.Revision == named && !leaf.IsTombstone) && ancestry.Knows(named, out var vault) && vault is not null
            ? await mediator.Send(new GetDocument(id, vault), exchange.Aborted) as GetOutcome.Found
            : throw CouchError.Conflict();
    }
}
