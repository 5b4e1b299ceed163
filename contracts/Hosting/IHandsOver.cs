namespace Aurix.Platform.Hosting;

/// <summary>A module that keeps something in memory that its next copy needs. One that keeps nothing, or finds all of it on disk again, need not say so.</summary>
/// <remarks>
/// While a module is swapped the host asks the copy that leaves and tells the copy that comes, which may be of another version: begin the bytes with
/// one that says how they are written, and refuse what you do not know with an exception; then the old copy goes on. The host wipes the bytes afterwards.
/// </remarks>
public interface IHandsOver
{
    /// <summary>Whether no conversation of several requests is half done. A swap waits for such a moment, and is given up when none comes.</summary>
    bool IsQuiet => true;

    /// <summary>What the next copy needs. No request is inside (in a role that swaps overlapping, some may be), and <see cref="IModule.StopAsync"/> has not been called.</summary>
    byte[] HandOver();

    /// <summary>Takes what the copy before handed over. Called before <see cref="IModule.StartAsync"/>.</summary>
    void TakeOver(IServiceProvider services, ReadOnlySpan<byte> state);
}
