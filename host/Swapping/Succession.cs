using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Swapping;

/// <summary>Starts a copy with what the one before it handed over.</summary>
internal static class Succession
{
    public static async Task StartAsync(Generation copy, byte[] state, CancellationToken cancellationToken)
    {
        if (state.Length > 0 && copy.Loaded.Module is IHandsOver heir)
        {
            try
            {
                heir.TakeOver(copy.Services, state);
            }
            catch (Exception failure) when (ModuleFault.IsOwn(failure))
            {
                throw ModuleFault.From(copy, nameof(IHandsOver.TakeOver), failure);
            }
        }

        await ModuleComposer.StartAsync(copy, cancellationToken);
    }

    public static byte[] HandOver(Generation copy)
    {
        try
        {
            return (copy.Loaded.Module as IHandsOver)?.HandOver() ?? [];
        }
        catch (Exception failure) when (ModuleFault.IsOwn(failure))
        {
            throw ModuleFault.From(copy, nameof(IHandsOver.HandOver), failure);
        }
    }

    public static bool IsQuiet(Generation copy)
    {
        try
        {
            return copy.Loaded.Module is not IHandsOver { IsQuiet: false };
        }
        catch (Exception failure) when (ModuleFault.IsOwn(failure))
        {
            throw ModuleFault.From(copy, nameof(IHandsOver.IsQuiet), failure);
        }
    }
}
