namespace Aurix.Platform.Host.Strategies;

/// <summary>Sees whether a load context that nobody should hold any more has been collected.</summary>
internal static class UnloadWatch
{
    // One collection finds it dead, the next frees what its finalizers held. What lives longer is held by somebody, such as a call that hangs.
    private const int Rounds = 10;

    public static async Task<bool> IsGoneAsync(WeakReference context)
    {
        for (var round = 0; round < Rounds && context.IsAlive; round++)
        {
            await Task.Yield(); // off the stack of what just ended, whose frames may still hold it
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !context.IsAlive;
    }
}
