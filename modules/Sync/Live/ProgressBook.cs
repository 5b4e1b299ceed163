using System.Collections.Concurrent;
using System.Collections.Immutable;
using MediatR;

namespace Aurix.Platform.Sync.Live;

/// <summary>Keeps how far everything has come that is under way, tells it as it changes, and answers who asks. Nothing is decided on it.</summary>
internal sealed class ProgressBook(IMediator mediator, TimeProvider time)
{
    private static readonly TimeSpan FirstMoments = TimeSpan.FromSeconds(1); // before that a rate is chance

    private readonly ConcurrentDictionary<string, LaneProgress> _underWay = new(StringComparer.Ordinal);

    public ImmutableArray<LaneProgress> UnderWay => [.. _underWay.Values.Select(Rated).OrderBy(progress => progress.Phase, StringComparer.Ordinal)];

    /// <summary>Something has come so far.</summary>
    public async Task ReportAsync(string phase, long done, long? total, long bytes = 0, long? bytesTotal = null)
    {
        var since = _underWay.TryGetValue(phase, out var before) ? before.Since : time.GetUtcNow();
        var progress = _underWay[phase] = new(phase, done, total, bytes, bytesTotal, since);
        await mediator.Publish(new SyncProgressed(phase, done, total) { Progress = Rated(progress) }, CancellationToken.None);
    }

    /// <summary>It is over, or was broken off.</summary>
    public void End(string phase) => _underWay.TryRemove(phase, out _);

    private LaneProgress Rated(LaneProgress progress)
    {
        var elapsed = time.GetUtcNow() - progress.Since;
        if (elapsed < FirstMoments)
        {
            return progress;
        }

        var (done, total) = progress.BytesTotal is null ? (progress.Done, progress.Total) : (progress.Bytes, progress.BytesTotal);
        var rate = done / elapsed.TotalSeconds;
        return progress with { Rate = rate, TimeLeft = total - done is { } left && rate > 0 ? TimeSpan.FromSeconds(Math.Min(left / rate, TimeSpan.FromDays(365).TotalSeconds)) : null };
    }
}
