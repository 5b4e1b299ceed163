using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>A round that a schedule or the daemon asks for. Ends well, and does nothing, when sync is off.</summary>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RunSyncRound : IRequest<JobOutcome>
{
    /// <summary>What travels in it. Keys, alarms and the heads of devices are looked after in each.</summary>
    public SyncScope Scope { get; init; } = SyncScope.Everything;

    /// <summary>With which server; null for each that is enabled, one after the other.</summary>
    public RemoteName? Remote { get; init; }

    /// <summary>At about how many bytes of files, in both directions together, it ends; null for no end. The chunk that reaches it is finished: at most 1 MiB more.</summary>
    public long? ByteBudget { get; init; }
}

/// <summary>What travels in a round.</summary>
public enum SyncScope
{
    /// <summary>Documents, and then files.</summary>
    Everything,

    /// <summary>Documents only. One that names a file which is not on the server yet waits for it.</summary>
    Documents,

    /// <summary>Files; and documents, where files that they waited for have come to be on the server.</summary>
    Files,
}
