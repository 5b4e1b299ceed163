using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Strategies;

/// <summary>The strategies of a host: brings them in when it starts, and swaps them while it runs.</summary>
internal sealed class StrategyShelf
{
    private readonly SlotTable _slots;
    private readonly Generations _generations;
    private readonly StrategyQuarantine _quarantine;
    private readonly StrategyLoader _loader;

    /// <param name="settings">Where the modules are, and the data folder below which the list of the set aside goes.</param>
    /// <param name="intake">The way in.</param>
    /// <param name="marks">Who ended the process while it started.</param>
    /// <param name="slots">Where they serve.</param>
    /// <param name="generations">Who has to be stopped in the end.</param>
    /// <param name="aside">What could not be brought in.</param>
    /// <param name="mediator">What a strategy is given, to be refused.</param>
    /// <param name="logging">Where all of them log.</param>
    /// <param name="time">The clock of the watchdog and of the list.</param>
    public StrategyShelf(HostSettings settings, ModuleIntake intake, StartMarks marks, SlotTable slots, Generations generations, SetAsideModules aside, IMediator mediator, ILoggerFactory logging, TimeProvider time)
    {
        var logger = logging.CreateLogger("Aurix.Platform.Host");
        (_slots, _generations) = (slots, generations);
        _quarantine = new StrategyQuarantine(slots, new SetAsideFile(settings.HostFolder), time, logger);
        _loader = new StrategyLoader(intake, marks, _quarantine, mediator, logging, time);
        Reloader = new StrategyReloader(slots, generations, new StrategyFolders(settings, slots, _loader), _quarantine, aside, time, logger);
    }

    public IRequestHandler<ReloadStrategy, StrategyReloaded> Reloader { get; }

    /// <summary>Brings in the strategies of these folders. One that cannot serve is handed to <paramref name="setAside"/>: the documents it is for wait, everything else goes on.</summary>
    /// <param name="folders">The folders of strategy modules.</param>
    /// <param name="setAside">Gets id, version, folder and problem.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FillAsync(IEnumerable<string> folders, Action<string, string, string, Exception> setAside, CancellationToken cancellationToken)
    {
        foreach (var folder in folders)
        {
            StagedModule? staged = null;
            try
            {
                staged = _loader.Stage(folder);
                if (_quarantine.Find(staged.AssemblyHash) is { } caught && !staged.IsOurs)
                {
                    _slots.KeepAside(caught.Strategy, StrategyFacts.Describe(staged.Manifest, "", caught.Strategy, caught.Version, staged.AssemblyHash, caught.Reason));
                    continue;
                }

                await BringAsync(staged, byOwner: false, cancellationToken);
            }
            catch (AurixException problem)
            {
                setAside(staged?.Manifest.Id ?? Path.GetFileName(folder), "", folder, problem);
            }
        }
    }

    /// <summary>Brings in the strategy of this folder. What broke its contract stays aside unless its owner asks.</summary>
    /// <exception cref="ModuleException">It cannot serve, or one of its id does already.</exception>
    public async Task<Generation> BringAsync(string folder, bool byOwner, CancellationToken cancellationToken)
    {
        var staged = _loader.Stage(folder);
        if (byOwner)
        {
            _quarantine.Forgive(staged.AssemblyHash);
        }
        else if (_quarantine.Find(staged.AssemblyHash) is { } caught && !staged.IsOurs)
        {
            throw new ModuleException("StrategySetAside", $"The strategy module in '{folder}' broke its contract: {caught.Reason}", "Install a version that keeps the contract, or give it another try with 'aurix module reload'.");
        }

        return await BringAsync(staged, byOwner, cancellationToken);
    }

    private async Task<Generation> BringAsync(StagedModule staged, bool byOwner, CancellationToken cancellationToken)
    {
        var copy = await _loader.LoadAsync(staged, byOwner, cancellationToken);
        try
        {
            Serve(copy, staged.Manifest.Folder);
            return copy;
        }
        catch (ModuleException)
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    private void Serve(Generation copy, string folder)
    {
        var id = copy.Strategy!.Info.Id;
        if (_slots.Strategies.TryGetValue(id, out var there) && there.SetAside is null)
        {
            throw new ModuleException("StrategyDoubled", $"'{folder}' brings the strategy '{id}', which another module serves already.", "Remove one of the two folders.");
        }

        _slots.Publish(copy);
        _generations.Add(copy);
    }
}
