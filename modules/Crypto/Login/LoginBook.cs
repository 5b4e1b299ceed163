using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Login;

/// <summary>The logins in progress, by number: each one's KEK, until it is ended.</summary>
internal sealed class LoginBook : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, GuardedKey> _keys = [];
    private long _last;

    /// <summary>Opens a login; the book owns the key from now on.</summary>
    public long Begin(GuardedKey kek)
    {
        lock (_gate)
        {
            _keys.Add(++_last, kek);
            return _last;
        }
    }

    /// <summary>Works with a login's KEK. Ending it waits, since the key must not vanish under the work.</summary>
    /// <exception cref="UsageException"><c>LoginUnknown</c>.</exception>
    public T Use<T>(long number, Func<GuardedKey, T> work)
    {
        lock (_gate)
        {
            return _keys.TryGetValue(number, out var kek)
                ? work(kek)
                : throw new UsageException("LoginUnknown", "This login has ended.", "Sign in again.");
        }
    }

    /// <summary>Ends a login, answering whether there was one.</summary>
    public bool End(long number)
    {
        lock (_gate)
        {
            if (!_keys.Remove(number, out var kek))
            {
                return false;
            }

            kek.Dispose();
            return true;
        }
    }

    /// <summary>Ends all.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var kek in _keys.Values)
            {
                kek.Dispose();
            }

            _keys.Clear();
        }
    }

    public void Dispose() => Clear();
}
