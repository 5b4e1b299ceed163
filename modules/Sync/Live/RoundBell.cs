namespace Aurix.Platform.Sync.Live;

/// <summary>Asks for a round of documents: at once, or when it has been quiet for a moment, so that many edits make one round.</summary>
internal sealed class RoundBell(TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1); // an edit that was sent at once is vouched for after that; shorter makes a round of each edit
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5); // somebody who types without a pause

    private readonly Bell _soon = new(time);
    private readonly Bell _now = new(time);

    public bool IsRung => _soon.IsRung || _now.IsRung;

    public void RingSoon() => _soon.Ring();

    public void RingNow()
    {
        _now.Ring();
        _soon.Ring();
    }

    /// <summary>Waits until a round is wanted, at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (await _soon.WaitAsync(atMost, cancellationToken))
        {
            var since = time.GetTimestamp();
            while (!_now.IsRung && time.GetElapsedTime(since) < Longest && await _soon.WaitAsync(Quiet, cancellationToken))
            {
            }
        }

        await _now.WaitAsync(TimeSpan.Zero, cancellationToken);
    }
}
