namespace Aurix.Platform.Sync.CouchDb;

/// <summary>How much goes into one request: less after a server or a proxy found one too large, was busy or was slow, and more again as answers come quickly.</summary>
/// <remarks>Additive increase would take hundreds of requests to come back from one bad minute; halving and doubling settle within a few.</remarks>
internal sealed class BatchPace(TimeProvider time)
{
    /// <summary>Envelope text a request, in bytes: below every default limit, above which proxies start to refuse.</summary>
    public const int Most = 4 * 1024 * 1024;

    private const int Least = 64 * 1024; // less costs more in round trips than any server gains by it

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10); // many proxies give up after thirty
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(2);

    private readonly Lock _one = new();
    private int _ceiling = Most;
    private int _bytes = Most;

    /// <summary>What the next request may hold; one document more than that always fits.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>Where a request begins.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>A request of so many bytes was answered.</summary>
    public void Answered(long since, int bytes)
    {
        var took = time.GetElapsedTime(since);
        lock (_one)
        {
            _bytes = took > Slow ? Math.Max(Least, _bytes / 2)
                : took < Quick && bytes > _bytes / 2 ? Math.Min(_ceiling, _bytes * 2)
                : _bytes;
        }
    }

    /// <summary>A request of so many bytes was refused for its size: none as large is sent over this connection again.</summary>
    public void TooLarge(int bytes)
    {
        lock (_one)
        {
            _ceiling = Math.Clamp(bytes / 2, Least, _ceiling);
            _bytes = Math.Min(_bytes, _ceiling);
        }
    }

    /// <summary>The server asked to come back later.</summary>
    public void Busy()
    {
        lock (_one)
        {
            _bytes = Math.Max(Least, _bytes / 2);
        }
    }
}
