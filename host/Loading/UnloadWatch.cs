namespace Aurix.Platform.Host.Loading;

/// <summary>Sees whether a load context that nobody should hold any more has been collected.</summary>
internal static class UnloadWatch
{
    // Waits of 1, 2, 4 … ms: a caller that has just left the copy may not have been given a core since. Two seconds in all; what lives longer is held, such as by a call that hangs.
    private const int Rounds = 11;

    public static async Task<bool> IsGoneAsync(WeakReference context, TimeProvider time)
    {
        for (var round = 0; round < Rounds && context.IsAlive; round++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1 << round), time); // also off the stack of what just ended, whose frames may still hold it
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !context.IsAlive;
    }
}
