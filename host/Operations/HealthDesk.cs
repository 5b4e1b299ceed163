using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Operations;

/// <summary>Says whether Aurix can serve: each role has a module that runs and is not given a rest, the store can be read, and nobody has asked it to stop.</summary>
/// <remarks>What a module said when it failed is in the log and not here: it may quote what it was working on.</remarks>
internal sealed class HealthDesk(AurixHost host, TimeProvider time)
{
    /// <summary>Shorter than the patience of whoever probes, or a store that hangs would look like a process that hangs.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(2);

    private volatile bool _isStopping;

    /// <summary>From now on nothing new is to be sent here.</summary>
    public void Stopping() => _isStopping = true;

    public async Task<HealthReport> LookAsync(CancellationToken cancellationToken)
    {
        if (_isStopping)
        {
            return new(["Aurix is stopping."]);
        }

        var reasons = host.Slots.Roles.Select(WhyNot).OfType<string>().ToImmutableArray();
        return new(reasons.IsEmpty && await ReadAsync(cancellationToken) is { } trouble ? [trouble] : reasons) { Asks = await AsksAsync(cancellationToken) };
    }

    public static ImmutableArray<ModuleHealth> ModulesOf(AurixHost host) =>
    [
        .. host.Slots.Roles.Concat(host.Slots.Extensions.Values).Select(slot => Describe(slot.Role, slot)),
        .. host.Slots.Strategies.Select(strategy => strategy.Value switch
        {
            { SetAside: { } why } => new ModuleHealth(why.Id, why.Role, why.Version, ModuleHealth.SetAside, why.Problem),
            { Slot: { } slot } => Describe(slot.Role, slot),
            _ => new ModuleHealth("", $"{Roles.Strategy}:{strategy.Key}", "", ModuleHealth.Stopped, null),
        }),
        .. host.SetAside.Select(module => new ModuleHealth(module.Id, module.Role, module.Version, ModuleHealth.SetAside, module.Problem)),
    ];

    public ImmutableArray<ModuleHealth> Modules() => ModulesOf(host);

    private static ModuleHealth Describe(string role, ModuleSlot slot)
    {
        var why = WhyNot(slot);
        var problem = why ?? (slot.Current.Loaded.Staged.StandsInBecause is null ? null : "What is in its folder cannot serve, and the copy that last started well does in its place; the log says why.");
        var state = why is null ? ModuleHealth.Serving : slot.Current.Circuit.IsOpen ? ModuleHealth.Resting : ModuleHealth.Stopped;
        return new(slot.Current.Loaded.Manifest.Id, role, slot.Current.Loaded.Version, state, problem);
    }

    // While it is being swapped nobody serves, and nobody is turned away either: callers wait at the door.
    private static string? WhyNot(ModuleSlot slot) => slot.Current switch
    {
        { Circuit.IsOpen: true } copy => $"The module {copy.Loaded.Manifest.Id} failed several times in a row and is given a rest; the log says how.",
        { IsRunning: false } copy when !slot.IsClosed => $"No module serves '{slot.Role}': {copy.Loaded.Manifest.Id} has stopped.",
        _ => null,
    };

    // Everything local goes on without the server, so a login that it refused turns nobody away.
    private async Task<ImmutableArray<string>> AsksAsync(CancellationToken cancellationToken)
    {
        if (!host.Slots.Roles.Any(slot => slot.Role == Roles.Sync))
        {
            return [];
        }

        try
        {
            var sync = await host.Mediator.Send(new DescribeSync(), cancellationToken).WaitAsync(ReadLimit, time, cancellationToken);
            return [.. sync.Each.SelectMany(HealthReport.AsksOf)];
        }
        catch (Exception unknown) when (unknown is TimeoutException or AurixException)
        {
            return []; // whoever cannot answer is a reason, and no question
        }
    }

    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await host.Mediator.Send(new ListDatabases(), cancellationToken).WaitAsync(ReadLimit, time, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return $"The store did not answer within {ReadLimit.TotalSeconds:0} s.";
        }
        catch (AurixException failure)
        {
            return $"The store cannot be read ({failure.Code}).";
        }
    }
}
