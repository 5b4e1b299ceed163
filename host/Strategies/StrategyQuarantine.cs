using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Strategies;

/// <summary>Takes a strategy that broke its contract out of service, here and after every start, until its assembly is another one or its owner says otherwise.</summary>
internal sealed class StrategyQuarantine(SlotTable slots, SetAsideFile file, TimeProvider time, ILogger logger)
{
    /// <summary>Why the assembly of this hash was set aside, null when it was not.</summary>
    public SetAsideStrategy? Find(string hash) => file.Read().LastOrDefault(entry => entry.Hash == hash);

    /// <summary>Sets a strategy aside; one of ours is only told about.</summary>
    public void Report(StrategyFacts facts, string breach)
    {
        if (facts.IsOurs)
        {
            HostLog.StrategyBroke(logger, facts.Info.Id, breach);
            return;
        }

        slots.SetStrategyAside(facts, breach);
        HostLog.StrategySetAside(logger, facts.Info.Id, breach);
        try
        {
            file.Add(new SetAsideStrategy(facts.Info.Id, facts.Info.Version, facts.Hash, breach, time.GetUtcNow()));
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            HostLog.NotKept(logger, facts.Info.Id, full.Message); // it stays aside in this process, and is tried again by the next
        }
    }

    /// <summary>Gives an assembly another try.</summary>
    /// <exception cref="ModuleException"><c>NotKept</c>: the file cannot be written.</exception>
    public void Forgive(string hash)
    {
        try
        {
            file.Remove(hash);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            throw new ModuleException("NotKept", $"'{file.Path}' cannot be written: {full.Message}", "Check that the disk has room and the folder is yours, then try again.", full);
        }
    }
}
