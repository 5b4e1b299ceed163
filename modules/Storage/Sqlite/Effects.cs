using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Sqlite;

/// <summary>What has to happen once a write is durable, and must not happen if it is rolled back.</summary>
internal sealed class Effects
{
    private readonly List<Action> _actions = [];

    /// <summary>The newest sequence that was written.</summary>
    public LocalSequence? Changed { get; private set; }

    /// <summary>Documents that now have to be normalised.</summary>
    public SortedSet<DocumentId> Conflicts { get; } = [];

    /// <summary>Whether anybody has to be told.</summary>
    public bool IsEmpty => Changed is null && Conflicts.Count == 0;

    public void Change(LocalSequence sequence) => Changed = sequence;

    /// <summary>Does something beside the database, such as keeping a marker file in step.</summary>
    public void AfterCommit(Action action) => _actions.Add(action);

    /// <summary>Takes over what a later job of the same group wants.</summary>
    public void Add(Effects later)
    {
        Changed = later.Changed ?? Changed;
        Conflicts.UnionWith(later.Conflicts);
        _actions.AddRange(later._actions);
    }

    public void RunActions()
    {
        foreach (var action in _actions)
        {
            action();
        }
    }
}
