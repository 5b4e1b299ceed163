using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>How a live feed waits: for the bell, with a look of its own now and then, and with signs of life for the other side.</summary>
internal sealed class ChangeWait(ChangeBell bell, GatewayOptions options, TimeProvider time)
{
    /// <summary>Taken before the feed is read, so that no change falls in between.</summary>
    public Task Listen(Exchange exchange) => bell.Next(exchange.Relay.Name);

    public Patience Begin(ChangesRequest request) => new(request, options.ChangesPoll, time);

    /// <summary>One wait for the next change, over as many looks as it takes.</summary>
    internal sealed class Patience(ChangesRequest request, TimeSpan poll, TimeProvider time)
    {
        private readonly long _started = time.GetTimestamp();
        private long _lastBeat = time.GetTimestamp();
        private bool _headersSent;

        /// <summary>Waits until it is worth looking again; false when the feed shall end.</summary>
        public async Task<bool> WaitAsync(Task rung, JsonAnswer answer, Exchange exchange)
        {
            if (!_headersSent)
            {
                // The other side learns at once that the feed is open, and a proxy sees an answer.
                _headersSent = true;
                await answer.FlushAsync();
            }

            var lastLook = time.GetTimestamp();
            while (true)
            {
                var untilEnd = request.Timeout - time.GetElapsedTime(_started) ?? TimeSpan.MaxValue;
                var untilLook = poll - time.GetElapsedTime(lastLook);
                var untilBeat = request.Heartbeat - time.GetElapsedTime(_lastBeat) ?? TimeSpan.MaxValue;
                if (untilEnd <= TimeSpan.Zero || exchange.Closing.IsCancellationRequested)
                {
                    return false;
                }

                if (untilLook <= TimeSpan.Zero || rung.IsCompleted)
                {
                    return true;
                }

                if (untilBeat <= TimeSpan.Zero)
                {
                    _lastBeat = time.GetTimestamp();
                    await answer.BeatAsync();
                    continue;
                }

                await SleepAsync(rung, Min(untilEnd, Min(untilLook, untilBeat)), exchange);
            }
        }

        private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

        private async Task SleepAsync(Task rung, TimeSpan limit, Exchange exchange)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, exchange.Closing);
            await Task.WhenAny(rung, Task.Delay(limit, time, over.Token));
            await over.CancelAsync();
            exchange.Aborted.ThrowIfCancellationRequested();
        }
    }
}
