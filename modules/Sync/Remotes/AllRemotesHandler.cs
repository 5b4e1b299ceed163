using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Handlers;
using MediatR;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>What is asked about the vault and answered out of what every remote knows.</summary>
internal sealed class AllRemotesHandler(Rooms rooms)
    : IRequestHandler<RunServerCollection, JobOutcome>,
      IRequestHandler<RunRetirement, JobOutcome>,
      IRequestHandler<ResealDocuments, JobOutcome>,
      IRequestHandler<FetchFile, bool>,
      IRequestHandler<FindWriters, ImmutableDictionary<Revision, ImmutableArray<VaultDevice>>>
{
    public Task<JobOutcome> Handle(RunServerCollection request, CancellationToken cancellationToken) =>
        Turns.RunAsync(rooms.All, room => room.Get<CollectServerChunksHandler>().Handle(request, cancellationToken));

    // Each server knows only its own devices, and a kept loser is given up only when every device of the vault has no use for it (I-23).
    public Task<JobOutcome> Handle(RunRetirement request, CancellationToken cancellationToken) => SignedIn() switch
    {
        { Length: > 1 } => Task.FromResult(new JobOutcome(true, "kept losers are not given up while the vault has several remotes")),
        [var one] => one.Get<RunRetirementHandler>().Handle(request, cancellationToken),
        _ => rooms.For(RemoteName.Main).Get<RunRetirementHandler>().Handle(request, cancellationToken),
    };

    public Task<JobOutcome> Handle(ResealDocuments request, CancellationToken cancellationToken) =>
        (SignedIn().FirstOrDefault() ?? rooms.For(RemoteName.Main)).Get<ResealHandler>().Handle(request, cancellationToken);

    public async Task<ImmutableDictionary<Revision, ImmutableArray<VaultDevice>>> Handle(FindWriters request, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary<Revision, ImmutableArray<VaultDevice>>.Empty;
        foreach (var room in rooms.All)
        {
            foreach (var (revision, devices) in await room.Get<FindWritersHandler>().Handle(request, cancellationToken))
            {
                found = found.SetItem(revision, [.. found.GetValueOrDefault(revision, []), .. devices]);
            }
        }

        return found;
    }

    // The first that has all of it. One that is away is only told of when none has.
    public Task<bool> Handle(FetchFile request, CancellationToken cancellationToken) =>
        Turns.TryAsync(rooms.All, room => room.Get<FetchFileHandler>().Handle(request, cancellationToken));

    private ImmutableArray<Room> SignedIn() => [.. rooms.All.Where(room => room.Accounts.Exists)];
}
