using System.Globalization;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;

namespace Aurix.Platform.Host.Composition;

/// <summary>Loads and composes code that may hang before it was ever started: in a constructor, or where it registers. Ours is waited for; who waits for a stranger's gives up.</summary>
/// <remarks>The thread that hangs is lost until the process ends: code cannot be stopped from outside. If it comes back after all, what it made is let go.</remarks>
internal static class Patience
{
    // Reading and compiling what a constructor needs takes milliseconds; a machine that is busy, a second.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <exception cref="ModuleException"><c>StartTimeout</c>, or what <paramref name="compose"/> throws.</exception>
    public static Generation Compose(StagedModule staged, TimeProvider time, Func<Generation> compose)
    {
        if (staged.IsOurs)
        {
            return compose();
        }

        var composing = Task.Run(compose);
        try
        {
            return composing.WaitAsync(Limit, time).GetAwaiter().GetResult();
        }
        catch (TimeoutException) when (!composing.IsCompleted)
        {
            _ = LetGoAsync(composing);
            throw new ModuleException(
                "StartTimeout",
                string.Create(CultureInfo.InvariantCulture, $"The module {staged.Manifest.Id} in '{staged.Manifest.Folder}' did not get through its constructor and Configure within {Limit.TotalSeconds:0} s."),
                "Install another version of it, or report it to the module's author.");
        }
    }

    private static async Task LetGoAsync(Task<Generation> late)
    {
        try
        {
            await (await late).DisposeAsync();
        }
        catch (Exception)
        {
            // nobody waits for it any more
        }
    }
}
