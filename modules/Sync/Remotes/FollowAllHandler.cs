using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Handlers;
using MediatR;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>Follows each remote, also one that comes to be meanwhile. Each waits by itself while it is off or paused.</summary>
internal sealed class FollowAllHandler(Rooms rooms) : IRequestHandler<FollowServer, JobOutcome>
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1); // between two looks for a new remote: a listing of a folder

    public async Task<JobOutcome> Handle(FollowServer request, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(rooms.Module.Draining, cancellationToken);
        var followed = new Dictionary<RemoteName, Task<JobOutcome>>();
        try
        {
            while (true)
            {
                foreach (var room in rooms.All.Where(room => !followed.ContainsKey(room.Remote)))
                {
                    followed[room.Remote] = room.Get<FollowServerHandler>().Handle(request, over.Token);
                }

                var look = Task.Delay(Look, rooms.Module.Time, over.Token);
                var ended = await Task.WhenAny([look, .. followed.Values]);
                await ended;
                if (ended is Task<JobOutcome> outcome)
                {
                    return await outcome;
                }
            }
        }
        catch (OperationCanceledException) when (rooms.Module.Draining.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(true, "the module is taken out of service");
        }
        finally
        {
            await over.CancelAsync();
            await ((Task)Task.WhenAll(followed.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
