using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Sync;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Has Sync follow its server for as long as the daemon stays: after a swap the next copy, after trouble the same one again.</summary>
internal sealed class ServerFollower : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1); // between two copies of the module, and after trouble that it did not settle by itself

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
            while (true)
            {
                try
                {
                    await host.Mediator.Send(new FollowServer(), cancellationToken);
                }
                catch (AurixException trouble)
                {
                    HostLog.FollowingFailed(logger, trouble.Message);
                }

                await Task.Delay(Breath, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }
}
