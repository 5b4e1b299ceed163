using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Login;

/// <summary>The logins in progress, by number: each one with its key, until it is ended.</summary>
internal sealed class LoginBook : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, OpenLogin> _logins = [];
    private long _last;

    /// <summary>Whether no login is in progress.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _logins.Count == 0;
            }
        }
    }

    /// <summary>Opens a login; the book owns it from now on.</summary>
    public long Begin(OpenLogin login)
    {
        lock (_gate)
        {
            _logins.Add(++_last, login);
            return _last;
        }
    }

    /// <summary>Works with a login. Ending it waits, since the key must not vanish under the work.</summary>
    /// <exception cref="UsageException"><c>LoginUnknown</c>.</exception>
    public T Use<T>(long number, Func<OpenLogin, T> work)
    {
        lock (_gate)
        {
            return _logins.TryGetValue(number, out var login)
                ? work(login)
                : throw new UsageException("LoginUnknown", "This login has ended.", "Sign in again.");
        }
    }

    /// <summary>Ends a login, answering whether there was one.</summary>
    public bool End(long number)
    {
        lock (_gate)
        {
            if (!_logins.Remove(number, out var login))
            {
                return false;
            }

            login.Dispose();
            return true;
        }
    }

    /// <summary>Ends all.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var login in _logins.Values)
            {
                login.Dispose();
            }

            _logins.Clear();
        }
    }

    public void Dispose() => Clear();
}
