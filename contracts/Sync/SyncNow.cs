using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>One round: pull, normalise, push. With several servers the trouble of one is told after the rounds with the others.</summary>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>: the owner has not opted in.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record SyncNow : IRequest<SyncReport>
{
    /// <summary>With which server; null for each that is enabled, one after the other.</summary>
    public RemoteName? Remote { get; init; }
}

/// <summary>What a round did. A round that is cut off has lost nothing; the next goes on where it was.</summary>
/// <param name="DocumentsPulled">Revisions that were new here.</param>
/// <param name="DocumentsPushed">Revisions that were new there.</param>
/// <param name="ChunksPulled">Chunks of files fetched.</param>
/// <param name="ChunksPushed">Chunks of files sent.</param>
/// <param name="Merged">Conflicts that were settled.</param>
/// <param name="Waiting">Conflicts that wait.</param>
/// <param name="Quarantined">Things refused and set aside.</param>
public sealed record SyncReport(int DocumentsPulled, int DocumentsPushed, int ChunksPulled, int ChunksPushed, int Merged, int Waiting, int Quarantined)
{
    /// <summary>Deletes that are held back until their owner says yes (<see cref="ConfirmDeletes"/>).</summary>
    public int HeldDeletes { get; init; }
}

/// <summary>How far a round has come; said every few batches.</summary>
/// <param name="Phase">Such as <c>pulling documents</c>.</param>
/// <param name="Done">So far.</param>
/// <param name="Total">In all, null when it is not known.</param>
public sealed record SyncProgressed(string Phase, long Done, long? Total) : INotification
{
    /// <summary>The same with bytes, rate and time left.</summary>
    public LaneProgress? Progress { get; init; }
}
