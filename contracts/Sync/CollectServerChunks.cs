using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Frees, on the server, the chunks of files that no document names any more: proposes them, or deletes what every device agreed to.</summary>
/// <remarks>Syncs first. A step at a time: a proposal rests for thirty days, and until every device that was not retired has agreed.</remarks>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>, <c>SyncRunning</c>, <c>AlarmOpen</c>.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record CollectServerChunks : IRequest<ServerCollection>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>The scheduled job: the same once a day. Ends well, and does nothing, when sync is off.</summary>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RunServerCollection : IRequest<JobOutcome>;

/// <summary>How far collecting chunks on the server is.</summary>
/// <param name="Phase">What this step was.</param>
/// <param name="Chunks">How many chunks were proposed, wait, or were deleted.</param>
public sealed record ServerCollection(CollectionPhase Phase, int Chunks)
{
    /// <summary>When this device saw the proposal first, by its own clock; null without one.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The names of the devices that have not agreed.</summary>
    public ImmutableArray<string> WaitsFor { get; init; } = [];

    /// <summary>Why this device could not tell what is needed, as a sentence; null when it could.</summary>
    public string? Doubt { get; init; }
}

/// <summary>What one step of collecting was.</summary>
public enum CollectionPhase
{
    /// <summary>Every chunk on the server belongs to something.</summary>
    Nothing,

    /// <summary>Chunks were proposed.</summary>
    Proposed,

    /// <summary>A proposal waits for its time, or for devices.</summary>
    Waiting,

    /// <summary>What was agreed to is deleted.</summary>
    Deleted,

    /// <summary>Nothing was done, because this device does not know all it has to.</summary>
    Doubtful,
}
