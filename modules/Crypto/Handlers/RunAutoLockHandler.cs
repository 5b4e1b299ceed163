using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>The daemon's look at the clock. A use of the keys looks too; this is for those that nobody uses.</summary>
internal sealed class RunAutoLockHandler(KeyCabinet cabinet, LoginBook book) : IRequestHandler<RunAutoLock, JobOutcome>
{
    public Task<JobOutcome> Handle(RunAutoLock request, CancellationToken cancellationToken)
    {
        var locked = cabinet.LockIfEnded();
        if (locked)
        {
            book.Clear();
        }

        return Task.FromResult(new JobOutcome(true, locked ? "locked" : "nothing to lock"));
    }
}
