using System.Collections.Immutable;
using System.Globalization;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Composition;

/// <summary>The folders that could not be brought in, each with its reason and, where it can be tried again, how. Read by many, changed by few.</summary>
internal sealed class SetAsideModules
{
    private readonly Lock _queue = new();
    private Task _last = Task.CompletedTask;
    private ImmutableList<SetAsideModule> _all = [];

    /// <summary>As they are listed.</summary>
    public ImmutableArray<ModuleDescription> Described => [.. Volatile.Read(ref _all).Select(module => module.Described)];

    /// <summary>Those that can be tried again.</summary>
    public IEnumerable<SetAsideModule> Retryable => Volatile.Read(ref _all).Where(module => module.Bring is not null);

    /// <summary>The one of this id that can be tried again, null when there is none.</summary>
    public SetAsideModule? Find(string id) => Retryable.FirstOrDefault(module => module.Module.Id == id);

    public void Add(SetAsideModule module) => ImmutableInterlocked.Update(ref _all, all => all.Add(module));

    /// <summary>What this folder brings serves now.</summary>
    public void Remove(string folder) => ImmutableInterlocked.Update(ref _all, all => all.RemoveAll(module => module.Module.Folder == folder));

    /// <summary>Tries one again, one at a time, and takes it off the list when it serves.</summary>
    /// <param name="module">Which.</param>
    /// <param name="byOwner">Whether its owner asked for it: then what it did to the process before does not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AurixException">Why it still cannot serve.</exception>
    public Task<Generation> BringAsync(SetAsideModule module, bool byOwner, CancellationToken cancellationToken)
    {
        lock (_queue)
        {
            var bringing = BringAfterAsync(_last, module, byOwner, cancellationToken);
            _last = EndOf(bringing); // the end alone: the copy itself must not be held here
            return bringing;
        }
    }

    /// <summary>Notes when one is tried next.</summary>
    public void Plan(string folder, int tries, DateTimeOffset next) => Change(folder, there => there with { Tries = tries, Next = next });

    private static async Task EndOf(Task bringing) => await bringing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<Generation> BringAfterAsync(Task before, SetAsideModule module, bool byOwner, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var folder = module.Module.Folder;
        if (!Volatile.Read(ref _all).Exists(other => other.Module.Folder == folder))
        {
            throw new ModuleException("ModuleServes", $"The module {module.Module.Id} serves already.", "See what is loaded with 'aurix module list'.");
        }

        try
        {
            var copy = await module.Bring!(byOwner, cancellationToken);
            Remove(folder);
            return copy;
        }
        catch (AurixException problem)
        {
            Change(folder, there => there with { Module = there.Module with { Problem = problem.Message } });
            throw;
        }
    }

    private void Change(string folder, Func<SetAsideModule, SetAsideModule> change) =>
        ImmutableInterlocked.Update(ref _all, all => [.. all.Select(module => module.Module.Folder == folder ? change(module) : module)]);
}

/// <summary>A folder that could not be brought in.</summary>
/// <param name="Module">What is known of it, and why.</param>
/// <param name="Bring">Tries again, and answers the copy that serves then; gets whether the owner asked. Null when only another folder or another host can help.</param>
internal sealed record SetAsideModule(ModuleDescription Module, Func<bool, CancellationToken, Task<Generation>>? Bring)
{
    /// <summary>How often it was tried again by itself.</summary>
    public int Tries { get; init; }

    /// <summary>When it is tried next by itself; null where nothing tries.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>As it is listed.</summary>
    public ModuleDescription Described => Next is { } next
        ? Module with { Problem = string.Create(CultureInfo.InvariantCulture, $"{Module.Problem} Tried again {Tries} times; next at {next.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}.") }
        : Module;
}
