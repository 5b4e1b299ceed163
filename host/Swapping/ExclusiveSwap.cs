using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Swapping;

/// <summary>Swaps a module of which only one copy may serve at a time: callers wait at the door while the old one ends what is inside it, gives back its files, and the new one takes them.</summary>
/// <remarks>
/// If what is inside does not end in time, the swap is given up and the old copy goes on. If the new copy does not start, the old one is started again.
/// Only a copy that neither ends nor starts again leaves its role without a server, and says so.
/// </remarks>
/// <param name="slot">The role.</param>
/// <param name="drainLimit">How long what is inside may take to end: longer than any ordinary request, shorter than a caller's patience.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told what the old copy did wrong on its way out.</param>
internal sealed class ExclusiveSwap(ModuleSlot slot, TimeSpan drainLimit, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>Answers how long callers waited.</summary>
    /// <exception cref="ModuleException"><c>SwapAbandoned</c>, or why the new copy did not start. The old one serves.</exception>
    public async Task<TimeSpan> RunAsync(Generation before, Generation after, CancellationToken cancellationToken)
    {
        var deadline = time.GetTimestamp() + (long)(drainLimit.TotalSeconds * time.TimestampFrequency);
        while (true)
        {
            await QuietAsync(before, deadline, cancellationToken);
            var paused = time.GetTimestamp();
            slot.Close();
            try
            {
                await DrainAsync(before, deadline, cancellationToken);
                if (!Succession.IsQuiet(before))
                {
                    before.Reopen(); // a conversation began before the door was shut
                    continue;
                }

                await HandOverAsync(before, after, cancellationToken);
                return time.GetElapsedTime(paused);
            }
            finally
            {
                slot.Open();
            }
        }
    }

    private async Task QuietAsync(Generation before, long deadline, CancellationToken cancellationToken)
    {
        while (!Succession.IsQuiet(before))
        {
            if (time.GetTimestamp() > deadline)
            {
                throw Abandoned(before, "something that takes several requests is half done in it");
            }

            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }

    private async Task DrainAsync(Generation before, long deadline, CancellationToken cancellationToken)
    {
        var drained = before.DrainAsync();
        try
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), deadline);
            await drained.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            before.Reopen();
            if (late is OperationCanceledException)
            {
                throw;
            }

            throw Abandoned(before, $"inside it did not end: {string.Join(", ", before.Inside)}");
        }
    }

    private async Task HandOverAsync(Generation before, Generation after, CancellationToken cancellationToken)
    {
        byte[] state = [];
        try
        {
            state = Succession.HandOver(before);
            await before.StopAsync();
            await Succession.StartAsync(after, state, cancellationToken);
            slot.Replace(after);
        }
        catch
        {
            await GiveBackAsync(before, after, state);
            throw;
        }
        finally
        {
            state.AsSpan().Clear();
        }
    }

    private async Task GiveBackAsync(Generation before, Generation after, byte[] state)
    {
        try
        {
            await after.StopAsync(); // what it took half way
        }
        catch (AurixException failure)
        {
            HostLog.StopFailed(logger, failure.Message);
        }

        before.Reopen();
        await Succession.StartAsync(before, state, CancellationToken.None);
    }

    private ModuleException Abandoned(Generation before, string why) => new(
        "SwapAbandoned",
        $"The module {before.Loaded.Manifest.Id} was not swapped within {drainLimit.TotalSeconds:0} s, because {why}. The old copy goes on.",
        "Try again when that has ended.");
}
