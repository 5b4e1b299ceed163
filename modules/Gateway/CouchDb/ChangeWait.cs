using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>How a live feed waits: Storage tells when the feed goes on, and meanwhile there are signs of life for the other side.</summary>
internal sealed class ChangeWait(IMediator mediator, TimeProvider time)
{
    public Patience Begin(ChangesRequest request) => new(request, mediator, time);

    /// <summary>One wait for the next change.</summary>
    internal sealed class Patience(ChangesRequest request, IMediator mediator, TimeProvider time)
    {
        private readonly long _started = time.GetTimestamp();
        private long _lastBeat = time.GetTimestamp();
        private bool _headersSent;

        /// <summary>Waits until the feed has gone past a place; false when it shall end.</summary>
        public async Task<bool> WaitAsync(LocalSequence since, JsonAnswer answer, Exchange exchange)
        {
            if (!_headersSent)
            {
                // The other side learns at once that the feed is open, and a proxy sees an answer.
                _headersSent = true;
                await answer.FlushAsync();
            }

            while (true)
            {
                var untilEnd = request.Timeout - time.GetElapsedTime(_started) ?? TimeSpan.MaxValue;
                var untilBeat = request.Heartbeat - time.GetElapsedTime(_lastBeat) ?? TimeSpan.MaxValue;
                if (untilEnd <= TimeSpan.Zero || exchange.Closing.IsCancellationRequested)
                {
                    return false;
                }

                if (untilBeat <= TimeSpan.Zero)
                {
                    _lastBeat = time.GetTimestamp();
                    await answer.BeatAsync();
                    continue;
                }

                switch (await WaitAsync(since, untilEnd < untilBeat ? untilEnd : untilBeat, exchange))
                {
                    case true:
                        return true;
                    case null:
                        return false;
                }
            }
        }

        /// <summary>Whether the feed went on; null when it never will.</summary>
        private async Task<bool?> WaitAsync(LocalSequence since, TimeSpan limit, Exchange exchange)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, exchange.Closing);
            try
            {
                return await mediator.Send(new AwaitChanges(exchange.Relay.Name, since, limit), over.Token);
            }
            catch (OperationCanceledException) when (!exchange.Aborted.IsCancellationRequested)
            {
                return null;
            }
            catch (StoreException gone) when (gone.Code == "StoreMissing")
            {
                return null; // the database was removed: the answer, which is half sent, ends whole
            }
        }
    }
}
