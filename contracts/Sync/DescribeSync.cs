using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Asks whether and how this device syncs.</summary>
[RoutedTo(Roles.Sync)]
public sealed record DescribeSync : IRequest<SyncStatus>
{
    /// <summary>Whether to count what is not on the server yet. That reads the change feed from there on.</summary>
    public bool CountPending { get; init; }

    /// <summary>Which server; null for <see cref="RemoteName.Main"/>, and the others in <see cref="SyncStatus.Remotes"/>.</summary>
    public RemoteName? Remote { get; init; }
}

/// <summary>The state of sync.</summary>
/// <param name="Enabled">Whether the owner has opted in: true while paused as well.</param>
/// <param name="Address">Where to, null without an account.</param>
/// <param name="User">As whom, null without an account.</param>
/// <param name="LastSuccess">When a round last ended with nothing left to do.</param>
/// <param name="LastProblem">What went wrong in the last round, null when nothing did.</param>
/// <param name="Quarantined">Things refused and set aside.</param>
public sealed record SyncStatus(bool Enabled, string? Address, string? User, DateTimeOffset? LastSuccess, string? LastProblem, int Quarantined)
{
    /// <summary>Which server this is about.</summary>
    public RemoteName Remote { get; init; }

    /// <summary>The same of each server with an account, where there is one beside <see cref="RemoteName.Main"/>; otherwise empty.</summary>
    public ImmutableArray<SyncStatus> Remotes { get; init; } = [];

    /// <summary>The same of each server, also where there is only one.</summary>
    public ImmutableArray<SyncStatus> Each => Remotes.IsEmpty ? [this] : Remotes;

    /// <summary>How far the owner has let it go.</summary>
    public SyncState State { get; init; }

    /// <summary>When the server refused this device's login; it is not tried again until its owner signs in, opts in anew or syncs by hand. Null when it was not refused.</summary>
    public DateTimeOffset? LoginRefused { get; init; }

    /// <summary>What the server was caught at and nobody has accepted yet.</summary>
    public ImmutableArray<Alarm> Alarms { get; init; } = [];

    /// <summary>Documents that changed here and are not on the server yet; null when nobody asked, and before a round has reached the server.</summary>
    public long? Pending { get; init; }

    /// <summary>Bytes of bodies sent to servers since the module was loaded.</summary>
    public long BytesPushed { get; init; }

    /// <summary>Bytes of bodies that servers sent since the module was loaded.</summary>
    public long BytesPulled { get; init; }

    /// <summary>Conflicts that rounds settled since the module was loaded.</summary>
    public long Merged { get; init; }

    /// <summary>Conflicts that waited at the end of the last round; null before one.</summary>
    public long? Waiting { get; init; }

    /// <summary>When this device and the server were last known to hold the same documents, files apart; null when that never was.</summary>
    public DateTimeOffset? LastEqual { get; init; }

    /// <summary>Deletes that the last round held back until their owner says yes (<see cref="ConfirmDeletes"/>).</summary>
    public int HeldDeletes { get; init; }

    /// <summary>Documents of the server that are not taken in here by choice (<c>sync.types</c>, <c>sync.ids</c>, <c>sync.selector</c>), by type.</summary>
    public ImmutableArray<LeftOutDocuments> LeftOut { get; init; } = [];

    /// <summary>What is under way in this process, and how far it has come.</summary>
    public ImmutableArray<LaneProgress> Progress { get; init; } = [];

    /// <summary>What each lane is at that follows the server in this process; empty where nobody does (<see cref="FollowServer"/>).</summary>
    public ImmutableArray<LiveLane> Live { get; init; } = [];
}

/// <summary>One of the ways by which a live session moves things.</summary>
/// <param name="Name"><c>documents</c> (rounds), <c>up</c> and <c>down</c> (edits as they are made), <c>files up</c>, <c>files down</c>.</param>
/// <param name="IsWell">Whether its last try went well.</param>
/// <param name="Problem">What went wrong; null when it is well.</param>
/// <param name="NextTry">When it is tried again; null when it is well.</param>
/// <param name="Since">Since when it is well, or not.</param>
public sealed record LiveLane(string Name, bool IsWell, string? Problem, DateTimeOffset? NextTry, DateTimeOffset Since);
