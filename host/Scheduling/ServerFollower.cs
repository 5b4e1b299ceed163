using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Sync;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Has Sync follow its server for as long as the daemon stays: after a swap the next copy, after trouble the same one again.</summary>
internal sealed class ServerFollower : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1); // between two copies of the module
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1); // after trouble again and again: a module that is set aside fills no log

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;

    private ServerFollower(AurixHost host, TimeProvider time) => _following = FollowAsync(host, time, _stop.Token);

    public static ServerFollower Start(AurixHost host, TimeProvider time) => new(host, time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    private static async Task FollowAsync(AurixHost host, TimeProvider time, CancellationToken cancellationToken)
    {
        var logger = host.Logging.CreateLogger<ServerFollower>();
        try
        {
            for (var wait = Breath; ;)
            {
                try
                {
                    await host.Mediator.Send(new FollowServer(), cancellationToken);
                    wait = Breath;
                }
                catch (AurixException trouble)
                {
                    HostLog.FollowingFailed(logger, trouble.Message);
                    wait = TimeSpan.FromTicks(Math.Min(2 * wait.Ticks, Longest.Ticks));
                }

                await Task.Delay(wait, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }
}
