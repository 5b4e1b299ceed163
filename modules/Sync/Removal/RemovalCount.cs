using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;

namespace Aurix.Platform.Sync.Removal;

/// <summary>Tells ours from a stranger's, and counts.</summary>
internal sealed class RemovalCount
{
    private const string DesignPrefix = "_design/";

    public long Documents { get; private set; }

    public long Chunks { get; private set; }

    public long Logs { get; private set; }

    public long Strangers { get; private set; }

    public long Refused { get; set; }

    /// <summary>The leaves that are not ended yet.</summary>
    public static ImmutableArray<Revision> Left(RemoteChange row) =>
        [.. row.Revisions.Where(text => Revision.TryParse(text, out _)).Select(text => Revision.Parse(text)).Where(leaf => !LeafRemoval.IsDone(leaf))];

    /// <summary>Whether something of this is to be removed.</summary>
    public bool Note(RemoteChange row)
    {
        var isOurs = row.Id == VaultDocument.Id || RemoteNames.IsDocument(row.Id) || RemoteNames.IsDeviceLog(row.Id) || RemoteNames.IsChunk(row.Id);
        if (!isOurs)
        {
            Strangers += row.IsDeleted || row.Id.StartsWith(DesignPrefix, StringComparison.Ordinal) ? 0 : 1;
            return false;
        }

        if (Left(row).IsEmpty)
        {
            return false;
        }

        Documents += RemoteNames.IsDocument(row.Id) ? 1 : 0;
        Logs += RemoteNames.IsDeviceLog(row.Id) ? 1 : 0;
        Chunks += RemoteNames.IsChunk(row.Id) ? 1 : 0;
        return true;
    }
}
