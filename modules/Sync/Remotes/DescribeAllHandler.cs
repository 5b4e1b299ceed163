using Aurix.Platform.Sync.Handlers;
using MediatR;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>The state of one remote; unasked main's, with those of the others beside it.</summary>
internal sealed class DescribeAllHandler(Rooms rooms) : IRequestHandler<DescribeSync, SyncStatus>
{
    public async Task<SyncStatus> Handle(DescribeSync request, CancellationToken cancellationToken)
    {
        var main = await DescribeAsync(rooms.For(request.Remote ?? RemoteName.Main), request, cancellationToken);
        var all = rooms.All;
        if (request.Remote is not null || all.Length == 1)
        {
            return main;
        }

        var remotes = main.State == SyncState.Off ? [] : new List<SyncStatus> { main };
        foreach (var room in all.Where(room => !room.Remote.IsMain))
        {
            remotes.Add(await DescribeAsync(room, request, cancellationToken));
        }

        return main with { Remotes = [.. remotes] };
    }

    private static async Task<SyncStatus> DescribeAsync(Room room, DescribeSync request, CancellationToken cancellationToken) =>
        await room.Get<DescribeSyncHandler>().Handle(request, cancellationToken) with { Remote = room.Remote };
}
