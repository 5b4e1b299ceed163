using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Composition;

/// <summary>Who serves which role, and which strategy which name.</summary>
internal sealed class SlotTable
{
    private readonly Dictionary<string, ModuleSlot> _roles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ModuleSlot> _strategies = new(StringComparer.Ordinal);

    public IEnumerable<ModuleSlot> Roles => _roles.Values;

    public IEnumerable<KeyValuePair<string, ModuleSlot>> Strategies => _strategies;

    public void AddRole(ModuleSlot slot) => _roles.Add(slot.Role, slot);

    public bool TryAddStrategy(string id, ModuleSlot slot) => _strategies.TryAdd(id, slot);

    public ModuleSlot? Find(string role) => _roles.GetValueOrDefault(role);

    public ModuleSlot ForRole(string role) =>
        Find(role) ?? throw new ModuleException("ModuleMissing", $"No module serves '{role}'.", "Install one in the modules folder.");

    public ModuleSlot ForStrategy(string id) =>
        _strategies.GetValueOrDefault(id)
        ?? throw new ModuleException("StrategyMissing", $"No conflict strategy '{id}' is loaded.", "Install its module, or choose another with 'aurix strategy use'.");

    /// <summary>The slot that a request goes to.</summary>
    public ModuleSlot For(string role, object request) =>
        role == Hosting.Roles.Strategy && request is IRoutedByName named ? ForStrategy(named.RouteName) : ForRole(role);
}
