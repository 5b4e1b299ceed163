using Aurix.Platform.Host.Composition;

namespace Aurix.Platform.Host.Swapping;

/// <summary>Swaps a module of which two copies may serve at a time: the new one starts and is published while the old one still answers.</summary>
internal static class OverlapSwap
{
    public static async Task<TimeSpan> RunAsync(ModuleSlot slot, Generation before, Generation after, CancellationToken cancellationToken)
    {
        var state = Succession.HandOver(before);
        try
        {
            await Succession.StartAsync(after, state, cancellationToken);
        }
        finally
        {
            state.AsSpan().Clear();
        }

        slot.Replace(after);
        return TimeSpan.Zero;
    }
}
