using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Crypto.Rotation;

/// <summary>The one replacement of keys that is under way, if any.</summary>
internal sealed class RotationBook(KeyCabinet cabinet, FileSealer files, ISodium sodium, TimeProvider time) : IDisposable
{
    // A step of a rotation is a request to the server. Who has not taken the next one for so long has given up, and begins anew.
    private static readonly TimeSpan Forsaken = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Kdf _kdf = new(sodium);
    private NextKeys? _next;
    private VaultKeys? _wrapped;
    private long _touched;

    /// <summary>Whether somebody is about to take the next step.</summary>
    public bool IsUnderWay
    {
        get
        {
            lock (_gate)
            {
                return _next is not null && time.GetElapsedTime(_touched) < Forsaken;
            }
        }
    }

    public int Begin()
    {
        lock (_gate)
        {
            Clear();
            using var lease = cabinet.Use();
            _touched = time.GetTimestamp();
            _next = new NextKeys(sodium, _kdf, files, lease.Keys);
            return _next.Epoch.Number;
        }
    }

    /// <summary>Works on the keys in the making.</summary>
    /// <exception cref="Errors.UsageException"><c>RotationMissing</c>.</exception>
    public T Use<T>(Func<NextKeys, T> work)
    {
        lock (_gate)
        {
            _touched = time.GetTimestamp();
            return work(_next ?? throw VaultErrors.RotationMissing());
        }
    }

    /// <summary>Wraps them: from then on they are what <see cref="Commit"/> makes the device's own.</summary>
    /// <param name="slot">The newest slot generation that anybody has shown.</param>
    /// <param name="wrap">Makes the document, one generation later.</param>
    public T Wrap<T>(Func<VaultKeys, int> slot, Func<VaultKeys, T> wrap)
    {
        lock (_gate)
        {
            _touched = time.GetTimestamp();
            var next = _next ?? throw VaultErrors.RotationMissing();
            using var lease = cabinet.Use();
            if (!next.Follows(lease.Keys))
            {
                throw VaultErrors.RotationMissing(); // the keys of this device changed since it was begun
            }

            var newest = slot(lease.Keys);
            using var joined = next.Join(_kdf, lease.Keys, newest);
            var result = wrap(joined);
            _wrapped?.Dispose();
            _wrapped = next.Join(_kdf, lease.Keys, newest + 1);
            return result;
        }
    }

    /// <summary>Keeps list and keys, the list first: keys without their list could judge nothing.</summary>
    public VaultDescription Commit(RemoteName remote, ClosedEpochs closed)
    {
        lock (_gate)
        {
            if (_next is null || _wrapped is null)
            {
                throw VaultErrors.RotationMissing();
            }

            closed.Keep(_next.Closing, _next.List);
            var wrapped = _wrapped;
            _wrapped = null; // the cabinet owns them from now on
            var vault = cabinet.Admit(remote, wrapped);
            Clear();
            return vault;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _next?.Dispose();
            _wrapped?.Dispose();
            (_next, _wrapped) = (null, null);
        }
    }

    public void Dispose() => Clear();
}
