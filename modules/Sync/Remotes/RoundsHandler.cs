using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Handlers;
using MediatR;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>A round with one remote, or with each that is enabled: what ails one is told when the others had their turn.</summary>
internal sealed class RoundsHandler(Rooms rooms) : IRequestHandler<RunSyncRound, JobOutcome>, IRequestHandler<SyncNow, SyncReport>
{
    public async Task<JobOutcome> Handle(RunSyncRound request, CancellationToken cancellationToken)
    {
        var chosen = Chosen(request.Remote);
        var outcomes = new List<JobOutcome>();
        foreach (var room in chosen)
        {
            var outcome = await room.Get<RunSyncRoundHandler>().Handle(request, cancellationToken);
            outcomes.Add(chosen.Length == 1 ? outcome : outcome with { Summary = $"{room.Remote}: {outcome.Summary}" });
        }

        return new(outcomes.TrueForAll(outcome => outcome.Succeeded), string.Join("; ", outcomes.Select(outcome => outcome.Summary)));
    }

    public async Task<SyncReport> Handle(SyncNow request, CancellationToken cancellationToken)
    {
        var all = new SyncReport(0, 0, 0, 0, 0, 0, 0);
        AurixException? trouble = null;
        foreach (var room in Chosen(request.Remote))
        {
            try
            {
                all = Sum(all, await room.Get<SyncNowHandler>().Handle(request, cancellationToken));
            }
            catch (AurixException failure)
            {
                trouble ??= failure;
            }
        }

        if (trouble is not null)
        {
            ExceptionDispatchInfo.Throw(trouble);
        }

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
