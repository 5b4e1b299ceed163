using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class ConfirmDeletesHandler(IMediator mediator, DeviceStore store, SyncJournal journal) : IRequestHandler<ConfirmDeletes, int>
{
    public async Task<int> Handle(ConfirmDeletes request, CancellationToken cancellationToken)
    {
        var vault = await mediator.Send(new DescribeDatabase(DatabaseName.Vault), cancellationToken);
        await store.ChangeWishesAsync(wishes => wishes with { DeletesAllowedTo = vault!.UpdateSequence.Value }, cancellationToken);
        return journal.Read().HeldDeletes;
    }
}
