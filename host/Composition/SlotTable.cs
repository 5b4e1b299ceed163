using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Strategies;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Composition;

/// <summary>Who serves which role, and which strategy or extension which name.</summary>
/// <remarks>Roles are filled before anything runs. Strategies come and go while others read: each change makes a new table, so that a reader sees the old one or the new one.</remarks>
internal sealed class SlotTable
{
    private readonly Dictionary<string, ModuleSlot> _roles = new(StringComparer.Ordinal);
    private readonly Lock _change = new();
    private ImmutableSortedDictionary<string, StrategySlot> _strategies = ImmutableSortedDictionary.Create<string, StrategySlot>(StringComparer.Ordinal);

    private ImmutableSortedDictionary<string, ModuleSlot> _extensions = ImmutableSortedDictionary.Create<string, ModuleSlot>(StringComparer.Ordinal);

    public IEnumerable<ModuleSlot> Roles => _roles.Values;

    /// <summary>Every strategy that is known by its id, as it is now.</summary>
    public ImmutableSortedDictionary<string, StrategySlot> Strategies => Volatile.Read(ref _strategies);

    /// <summary>Every extension by its id.</summary>
    public ImmutableSortedDictionary<string, ModuleSlot> Extensions => Volatile.Read(ref _extensions);

    public void AddExtension(string id, Generation serving) =>
        ImmutableInterlocked.Update(ref _extensions, all => all.Add(id, new ModuleSlot($"{Hosting.Roles.Extension}:{id}", serving)));

    public void AddRole(ModuleSlot slot) => _roles.Add(slot.Role, slot);

    /// <summary>Puts a copy of a strategy into service, also in place of one that was set aside. Answers the copy that served before and has to be drained.</summary>
    public Generation? Publish(Generation next)
    {
        var id = next.Strategy!.Info.Id;
        lock (_change)
        {
            var slot = _strategies.GetValueOrDefault(id)?.Slot;
            var before = slot?.Replace(next);
            Volatile.Write(ref _strategies, _strategies.SetItem(id, new StrategySlot(slot ?? new ModuleSlot($"{Hosting.Roles.Strategy}:{id}", next), SetAside: null)));
            return before;
        }
    }

    /// <summary>Names a strategy that must not even be loaded. Another assembly that serves in its place goes on.</summary>
    public void KeepAside(string id, ModuleDescription why)
    {
        lock (_change)
        {
            if (!_strategies.ContainsKey(id))
            {
                Volatile.Write(ref _strategies, _strategies.Add(id, new StrategySlot(Slot: null, why)));
            }
        }
    }

    /// <summary>Takes a strategy out of service, unless another assembly serves in its place already. Calls that are inside it end there.</summary>
    public void SetStrategyAside(StrategyFacts facts, string reason)
    {
        lock (_change)
        {
            if (_strategies.GetValueOrDefault(facts.Info.Id) is { Slot: { } slot } there && slot.Current.Strategy!.Hash == facts.Hash)
            {
                Volatile.Write(ref _strategies, _strategies.SetItem(facts.Info.Id, there with { SetAside = facts.SetAside(reason) }));
            }
        }
    }

    /// <summary>The slot of a role, or of an extension as <c>extension:ID</c>.</summary>
    public ModuleSlot? Find(string role) => _roles.GetValueOrDefault(role) ?? FindExtension(role);

    public ModuleSlot ForRole(string role) =>
        Find(role) ?? throw new ModuleException("ModuleMissing", $"No module serves '{role}'.", "Install one in the modules folder.");

    /// <exception cref="ModuleException"><c>StrategyMissing</c>: it is not loaded, or set aside, and then the message says why.</exception>
    public ModuleSlot ForStrategy(string id) => Strategies.GetValueOrDefault(id) switch
    {
        { SetAside.Problem: { } why } => throw new ModuleException("StrategyMissing", $"The conflict strategy '{id}' was set aside: {why}", "Install a version that keeps the contract, or give it another try with 'aurix strategy reload'."),
        { Slot: { } slot } => slot,
        _ => throw new ModuleException("StrategyMissing", $"No conflict strategy '{id}' is loaded.", "Install its module, or choose another with 'aurix strategy use'."),
    };

    /// <summary>Who has the settings of a section now.</summary>
    public ModuleSlot? FindSection(string section) => ConfigurationKeys.ExtensionOf(section) is { } id ? Extensions.GetValueOrDefault(id) : Find(section);

    /// <exception cref="ModuleException"><c>ExtensionMissing</c>.</exception>
    public ModuleSlot ForExtension(string id) => Extensions.GetValueOrDefault(id)
        ?? throw new ModuleException("ExtensionMissing", $"No extension '{id}' is loaded.", "Put its folder into the modules folder; 'aurix module list' tells why one was set aside.");

    /// <summary>The slot that a request goes to.</summary>
    public ModuleSlot For(string role, object request) => request switch
    {
        IRoutedByName named when role == Hosting.Roles.Strategy => ForStrategy(named.RouteName),
        IRoutedByName named when role == Hosting.Roles.Extension => ForExtension(named.RouteName),
        _ => ForRole(role),
    };

    // A method of its own: what the lambda captures would be allocated for every message to a role.
    private ModuleSlot? FindExtension(string role) => Extensions.Values.FirstOrDefault(slot => slot.Role == role);
}

/// <summary>A strategy's place.</summary>
/// <param name="Slot">Who serves it; null when its assembly was not loaded at all.</param>
/// <param name="SetAside">Why it does not serve, null when it does.</param>
internal sealed record StrategySlot(ModuleSlot? Slot, ModuleDescription? SetAside);
