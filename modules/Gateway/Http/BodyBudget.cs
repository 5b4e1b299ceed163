namespace Aurix.Platform.Gateway.Http;

/// <summary>How much memory all bodies that are read whole may take together. One limit per body is not enough: a hundred clients send at once.</summary>
internal sealed class BodyBudget(GatewayOptions options)
{
    private long _left = options.MaxRequestMemory;

    /// <summary>What one request holds of the budget, given back when it ends.</summary>
    public Lease Open() => new(this);

    internal sealed class Lease(BodyBudget budget) : IDisposable
    {
        private long _held;

        /// <summary>Takes more before it is allocated.</summary>
        /// <exception cref="CouchError">503: others hold what is left. Waiting here would hold what this request has already.</exception>
        public void Take(long bytes)
        {
            if (Interlocked.Add(ref budget._left, -bytes) < 0)
            {
                Interlocked.Add(ref budget._left, bytes);
                throw CouchError.OutOfMemory();
            }

            _held += bytes;
        }

        public void Dispose()
        {
            Interlocked.Add(ref budget._left, _held);
            _held = 0;
        }
    }
}
