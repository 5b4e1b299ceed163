using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Live;
using MediatR;

namespace Aurix.Platform.Sync.Transfer;

/// <summary>Sends and fetches files, both directions at a time, each in its own lanes. Documents are not waited for, and do not wait.</summary>
/// <remarks>What two processes send twice is the same bytes under the same name, so only this process's own runs take turns.</remarks>
internal sealed class FileRound(IMediator mediator, AlarmBook alarms, ProgressBook progress, Sharings sharings, SyncOptions options, TimeProvider time) : IDisposable
{
    private readonly RefusedFiles _refused = new(time);
    private readonly SemaphoreSlim _up = new(1);
    private readonly SemaphoreSlim _down = new(1);

    /// <summary>Both directions.</summary>
    public async Task<(FilesMoved Up, FilesMoved Down)> RunAsync(CouchClient client, SyncAccount account, ByteBudget budget, CancellationToken cancellationToken)
    {
        var up = SendAsync(client, account, budget, cancellationToken);
        var down = FetchAsync(client, account, budget, cancellationToken);
        await Task.WhenAll(up, down);
        return (await up, await down);
    }

    /// <summary>One direction: what this device has and the server is not known to have. Nothing while an alarm stands that stops sending.</summary>
    /// <param name="client">Logged in.</param>
    /// <param name="account">What its owner opted in to.</param>
    /// <param name="budget">After how many bytes it ends.</param>
    /// <param name="cancellationToken">Ends it; at most the chunks in flight are sent again.</param>
    public Task<FilesMoved> SendAsync(CouchClient client, SyncAccount account, ByteBudget budget, CancellationToken cancellationToken) => OneAtATimeAsync(
        _up,
        async () => await alarms.StopsSendingAsync(cancellationToken)
            ? FilesMoved.Nothing
            : await new BlobUploader(mediator, Chunks(client, account), account.Address.ToString(), sharings.Of(account.Client), budget, _refused, progress).RunAsync(cancellationToken),
        cancellationToken);

    /// <summary>The other direction: what documents name and this device lacks, as far as it comes by itself.</summary>
    public Task<FilesMoved> FetchAsync(CouchClient client, SyncAccount account, ByteBudget budget, CancellationToken cancellationToken) => OneAtATimeAsync(
        _down,
        () => new BlobDownloader(mediator, Chunks(client, account), account.Address.ToString(), budget, progress).RunAsync(options.Files, time.GetUtcNow(), cancellationToken),
        cancellationToken);

    /// <summary>One file that somebody waits for: not behind others, and whatever comes by itself.</summary>
    public Task FetchAsync(CouchClient client, SyncAccount account, BlobDescription file, CancellationToken cancellationToken) =>
        new BlobDownloader(mediator, Chunks(client, account), account.Address.ToString(), new ByteBudget(null), progress).FetchAsync(file, cancellationToken);

    /// <summary>Ends when no file travels.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        await OneAtATimeAsync(_up, () => Task.FromResult(FilesMoved.Nothing), cancellationToken);
        await OneAtATimeAsync(_down, () => Task.FromResult(FilesMoved.Nothing), cancellationToken);
    }

    public void Dispose()
    {
        _up.Dispose();
        _down.Dispose();
    }

    private static BlobDatabase Chunks(CouchClient client, SyncAccount account) => new(client, account.Address.BlobDatabase);

    private static async Task<FilesMoved> OneAtATimeAsync(SemaphoreSlim turn, Func<Task<FilesMoved>> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }
}
