using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Support;

/// <summary>A clock that runs a hundred times as fast as others do, for devices that follow a server: all their waits are kept, and none takes long.</summary>
internal sealed class SwiftTime : IAsyncDisposable
{
    /// <summary>How often a server has to give a sign of life so that it comes as often as devices ask for it. Our own gateway does not do it oftener.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1); // longer would look to a device as if its machine had slept

    private readonly PeriodicTimer _beat = new(Beat);
    private readonly Task _running;

    public SwiftTime() => _running = RunAsync();

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        _beat.Dispose();
        await _running;
    }

    // Beats that were missed are not made up for: on a busy machine it runs slower.
    private async Task RunAsync()
    {
        while (await _beat.WaitForNextTickAsync())
        {
            Clock.Advance(Step);
        }
    }
}
