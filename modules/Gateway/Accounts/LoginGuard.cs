using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>Locks an account for one address after too many wrong passwords, as CouchDB does: five within five minutes.</summary>
/// <remarks>By user and address together, so that a stranger cannot lock the owner out from elsewhere.</remarks>
internal sealed class LoginGuard(TimeProvider time, ILogger<LoginGuard> logger)
{
    private const int Allowed = 5;

    /// <summary>More pairs than this and the oldest are forgotten: guessing many names must not fill the memory.</summary>
    private const int MostPairs = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string User, string Address), (int Failures, long Since)> _failures = [];

    public bool IsLocked(string user, string address)
    {
        lock (_lock)
        {
            return _failures.TryGetValue((user, address), out var entry) && entry.Failures >= Allowed && time.GetElapsedTime(entry.Since) < Window;
        }
    }

    public void Failed(string user, string address)
    {
        lock (_lock)
        {
            var key = (user, address);
            var entry = _failures.TryGetValue(key, out var known) && time.GetElapsedTime(known.Since) < Window ? known : (Failures: 0, Since: time.GetTimestamp());
            entry.Failures++;
            _failures[key] = entry;
            if (entry.Failures == Allowed)
            {
                GatewayLog.LockedOut(logger, Allowed);
            }

            if (_failures.Count > MostPairs)
            {
                Forget_NeedsLock();
            }
        }
    }

    public void Succeeded(string user, string address)
    {
        lock (_lock)
        {
            _failures.Remove((user, address));
        }
    }

    private void Forget_NeedsLock()
    {
        foreach (var (key, _) in _failures.OrderBy(pair => pair.Value.Since).Take(MostPairs / 2).ToList())
        {
            _failures.Remove(key);
        }
    }
}
