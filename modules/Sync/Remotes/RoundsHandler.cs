using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Handlers;
using MediatR;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>A round with one remote, or with each that is enabled: what ails one is told when the others had their turn.</summary>
internal sealed class RoundsHandler(Rooms rooms) : IRequestHandler<RunSyncRound, JobOutcome>, IRequestHandler<SyncNow, SyncReport>
{
    public Task<JobOutcome> Handle(RunSyncRound request, CancellationToken cancellationToken) =>
        Turns.RunAsync(Chosen(request.Remote), room => room.Get<RunSyncRoundHandler>().Handle(request, cancellationToken));

    public async Task<SyncReport> Handle(SyncNow request, CancellationToken cancellationToken)
    {
        var all = new SyncReport(0, 0, 0, 0, 0, 0, 0);
        await Turns.TryAsync(Chosen(request.Remote), async room =>
        {
            all = Sum(all, await room.Get<SyncNowHandler>().Handle(request, cancellationToken));
            return false; // every one of them
        });
        return all;
    }

    // Main answers for all when none is enabled: that sync is off, paused or not confirmed.
    private ImmutableArray<Room> Chosen(RemoteName? remote) => remote is { } one
        ? [rooms.For(one)]
        : rooms.All.Where(room => room.State == SyncState.Enabled).ToImmutableArray() is { IsEmpty: false } enabled ? enabled : [rooms.For(RemoteName.Main)];

    private static SyncReport Sum(SyncReport before, SyncReport after) => new(
        before.DocumentsPulled + after.DocumentsPulled,
        before.DocumentsPushed + after.DocumentsPushed,
        before.ChunksPulled + after.ChunksPulled,
        before.ChunksPushed + after.ChunksPushed,
        before.Merged + after.Merged,
        after.Waiting, // of the vault, whatever the server
        before.Quarantined + after.Quarantined)
    {
        HeldDeletes = before.HeldDeletes + after.HeldDeletes,
    };
}
