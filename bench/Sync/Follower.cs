using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Bench.Sync;

/// <summary>A device that follows its server in this process, as a daemon does.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly AurixHost _host;
    private readonly Task _following;

    private Follower(AurixHost host)
    {
        _host = host;
        _following = host.Mediator.Send(new FollowServer(), _stop.Token);
    }

    public MediatR.IMediator Mediator => _host.Mediator;

    public static async Task<Follower> StartAsync(string device) => new(await RoundWork.OpenAsync(device));

    public async Task SaveAsync(DocumentId id, string text)
    {
        var before = await FindAsync(id);
        var saved = await Mediator.Send(new PutDocument(id, CanonicalJson.Parse($$"""{"text":"{{text}}"}"""), before?.Revision));
        if (saved is not PutOutcome.Saved)
        {
            throw new InvalidOperationException($"A write was answered with {saved}.");
        }
    }

    /// <summary>Ends when the document says this.</summary>
    public async Task SeeAsync(DocumentId id, string text)
    {
        var content = CanonicalJson.Parse($$"""{"text":"{{text}}"}""");
        for (var since = LocalSequence.Start; ;)
        {
            since = (await Mediator.Send(new ReadChanges(DatabaseName.Vault, since, 10_000))).LastSequence;
            if ((await FindAsync(id))?.Body.Content.Equals(content) == true)
            {
                return;
            }

            await Mediator.Send(new AwaitChanges(DatabaseName.Vault, since, TimeSpan.FromMinutes(1)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _host.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<GetOutcome.Found?> FindAsync(DocumentId id) => await Mediator.Send(new GetDocument(id)) as GetOutcome.Found;
}
