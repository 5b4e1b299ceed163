using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Sync.Replication;

/// <summary>How far pushes have come, and which documents they left behind because a file that they name is not on the server yet.</summary>
/// <remarks>
/// In memory, for as long as somebody pushes again and again. The checkpoint stays before the first that is held back, so whoever begins
/// anew asks the server about what came after it once more, and nothing is lost.
/// </remarks>
internal sealed class PushPlace
{
    private readonly HashSet<DocumentId> _held = [];
    private LocalSequence? _checkpoint;

    /// <summary>What waits for a file.</summary>
    public IReadOnlyCollection<DocumentId> Held => _held;

    /// <summary>Up to where the local feed was gone through.</summary>
    public LocalSequence Through { get; set; } = LocalSequence.Start;

    /// <summary>Where to go on: at the place, or at the checkpoint where that is another than it was, because a side was restored or everything is to be offered again.</summary>
    public LocalSequence BeginAt(LocalSequence checkpoint)
    {
        if (_checkpoint is null || checkpoint.Value < _checkpoint.Value.Value || checkpoint.Value > Through.Value)
        {
            _held.Clear();
            Through = checkpoint;
        }

        _checkpoint = checkpoint;
        return Through;
    }

    /// <summary>Notes what became of documents.</summary>
    public void Note(ImmutableArray<DocumentId> decided, ImmutableHashSet<DocumentId> held)
    {
        _held.ExceptWith(decided);
        _held.UnionWith(held);
    }
}
