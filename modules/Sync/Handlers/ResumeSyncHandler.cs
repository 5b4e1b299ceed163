using Aurix.Platform.Sync.Accounts;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class ResumeSyncHandler(AccountStore accounts) : IRequestHandler<ResumeSync, bool>
{
    public Task<bool> Handle(ResumeSync request, CancellationToken cancellationToken) => accounts.ChangeAsync(SyncAct.Resume, cancellationToken);
}
