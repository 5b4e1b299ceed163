using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync.Replication;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Collects what an audit finds: counts everything, keeps the first thousand.</summary>
internal sealed class Findings
{
    // A hostile server can make up as many as it likes; nobody reads more.
    private const int Kept = 1000;

    private readonly Lock _lock = new();
    private readonly List<RemoteFinding> _kept = [];

    public long Count { get; private set; }

    public int Healed { get; private set; }

    public ImmutableArray<RemoteFinding> First => [.. _kept];

    public void Add(string code, string remoteId, string revision, DocumentId? document, string detail)
    {
        lock (_lock)
        {
            Count++;
            if (_kept.Count < Kept)
            {
                _kept.Add(new(code, RemoteNames.Shorten(remoteId), RemoteNames.Shorten(revision), document, detail));
            }
        }
    }

    public void AddHealed(int count)
    {
        lock (_lock)
        {
            Healed += count;
        }
    }
}
