using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Tests.Torture;

/// <summary>One of several that use the store at once. It owns its documents, so at most its one operation in flight is in doubt.</summary>
internal abstract class Caller(string name, int seed, IMediator mediator, Report report)
{
    // So many documents of earlier runs are taken up again.
    private const int TakenUp = 40;

    private LocalSequence _seen;

    protected string Name { get; } = name;

    protected IMediator Mediator { get; } = mediator;

    protected Report Report { get; } = report;

    protected Words Words { get; } = new(name, seed);

    public abstract Task RunAsync();

    /// <summary>The newest of this caller's documents, as an earlier run left them.</summary>
    protected async Task<List<ChangeRow>> OwnAsync(DatabaseName database)
    {
        var newest = await Mediator.Send(new ReadChanges(database, LocalSequence.Start, TakenUp * 4) { Descending = true });
        return [.. newest.Rows.Where(row => row.Id.Value.StartsWith(Name, StringComparison.Ordinal)).Take(TakenUp)];
    }

    /// <summary>Follows the feed a little. What a reader was shown may not be taken back.</summary>
    protected async Task FollowAsync(DatabaseName database)
    {
        var batch = await Mediator.Send(new ReadChanges(database, _seen, 50));
        _seen = batch.LastSequence;
        Report.Say(string.Create(CultureInfo.InvariantCulture, $"saw {database} {_seen}"));
    }

    protected async Task<FinishedBlob> UploadAsync(DatabaseName database)
    {
        var data = Words.File();
        var attempt = Report.TryBlob(database, data);
        var upload = await Mediator.Send(new BeginBlob(database));
        for (var at = 0; at < data.Length;)
        {
            var piece = Math.Min(data.Length - at, 1 + Words.Below(800_000));
            await Mediator.Send(new AppendBlob(database, upload, data.AsMemory(at, piece)));
            at += piece;
        }

        var finished = await Mediator.Send(new FinishBlob(database, upload));
        Report.Done(attempt, finished.Blob.Value);
        return finished;
    }

    protected static string Files(IEnumerable<(string Name, BlobKey Key)> files) =>
        string.Join(',', files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => $"{file.Name}={file.Key}"));
}
