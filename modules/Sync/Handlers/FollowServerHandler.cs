using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Live;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class FollowServerHandler(LiveSync live, IModuleContext context) : IRequestHandler<FollowServer, JobOutcome>
{
    public async Task<JobOutcome> Handle(FollowServer request, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.Draining, cancellationToken);
        try
        {
            await live.RunAsync(over.Token);
        }
        catch (OperationCanceledException) when (context.Draining.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
        }

        return new(true, "the module is taken out of service");
    }
}
