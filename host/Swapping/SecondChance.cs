using Aurix.Platform.Host.Composition;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Swapping;

/// <summary>Tries again, in a process that stays, what was set aside because it did not load or start: after 5 s, 10 s, 20 s … and at last every ten minutes.</summary>
/// <remarks>What broke its contract is not tried: that is the strategies' own rule, and such a one is not on this list.</remarks>
internal sealed class SecondChance : IAsyncDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5); // what was half copied is whole by then
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10); // whoever repairs it does not want to wait longer; shorter loads broken code all day

    private readonly CancellationTokenSource _stop = new();
    private readonly SetAsideModules _aside;
    private readonly Func<CancellationToken, Task> _joined;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _trying;

    private SecondChance(SetAsideModules aside, Func<CancellationToken, Task> joined, TimeProvider time, ILogger logger)
    {
        (_aside, _joined, _time, _logger) = (aside, joined, time, logger);
        foreach (var module in aside.Retryable)
        {
            aside.Plan(module.Module.Folder, 0, time.GetUtcNow() + First);
        }

        _trying = Task.Run(TryUntilStoppedAsync);
    }

    /// <param name="host">Whose modules.</param>
    /// <param name="joined">Called when one serves again: it may have jobs.</param>
    /// <param name="time">The clock.</param>
    public static SecondChance Start(AurixHost host, Func<CancellationToken, Task> joined, TimeProvider time) =>
        new(host.Aside, joined, time, host.Logging.CreateLogger("Aurix.Platform.Host"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _trying;
        _stop.Dispose();
    }

    private async Task TryUntilStoppedAsync()
    {
        try
        {
            while (_aside.Retryable.MinBy(module => module.Next) is { Next: { } next } module)
            {
                var left = next - _time.GetUtcNow();
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left, _time, _stop.Token);
                }

                await TryAsync(module);
            }
        }
        catch (OperationCanceledException)
        {
            // the process stops
        }
    }

    private async Task TryAsync(SetAsideModule module)
    {
        try
        {
            var copy = await _aside.BringAsync(module, byOwner: false, _stop.Token);
            HostLog.Joined(_logger, copy.Loaded.Manifest.Id);
            await _joined(_stop.Token);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            var tries = module.Tries + 1;
            var wait = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(tries, 10)));
            _aside.Plan(module.Module.Folder, tries, _time.GetUtcNow() + wait);
            HostLog.TriedAgain(_logger, module.Module.Id, tries, problem.Message);
        }
    }
}
