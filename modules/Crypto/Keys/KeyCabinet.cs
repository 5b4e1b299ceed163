using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>The one place where keys live while the module runs: lends them for reading, changes them durably.</summary>
/// <remarks>
/// Guarded memory must not be touched after it was freed, so whoever reads keys holds a <see cref="Lease"/>, and changes wait for
/// the last one. A lease belongs to its thread: take it, work, dispose it, without awaiting in between.
/// A change is on disk before anybody can see it.
/// </remarks>
internal sealed class KeyCabinet(KeyFile file, ISodium sodium) : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Kdf _kdf = new(sodium);
    private KeySet? _keys;

    /// <summary>The present vault's keys.</summary>
    /// <exception cref="VaultException"><c>KeysMissing</c>, <c>KeysDamaged</c>.</exception>
    public Lease Use() => Take(keys => keys.Current ?? throw VaultErrors.KeysMissing());

    /// <summary>The keys of this vault, be it the present one or a staged one.</summary>
    /// <exception cref="VaultException"><c>KeysMissing</c>, <c>KeysDamaged</c>, <c>VaultMismatch</c>.</exception>
    public Lease Use(VaultId vault) => Take(keys => keys.Find(vault) ?? throw VaultErrors.NoKeysFor(vault, keys));

    public VaultDescription? Describe()
    {
        EnterRead();
        try
        {
            return _keys!.Current?.Describe();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>The present vault; a new one when there is none.</summary>
    public VaultDescription Create() => Change(keys =>
        keys.Current is null ? keys with { Current = NewVaultFactory.Create(sodium, _kdf) } : keys).Current!.Describe();

    /// <summary>Staged keys of this vault become the present ones.</summary>
    public VaultDescription Confirm(VaultId vault) => Change(keys =>
    {
        _ = keys.Find(vault) ?? throw VaultErrors.NoKeysFor(vault, keys);
        return keys.Current?.Vault == vault ? keys : new KeySet(keys.Staged, null);
    }).Current!.Describe();

    /// <summary>Takes keys that were opened from a server: renews a vault that is here already, stages any other.</summary>
    /// <remarks>Owns the keys from now on, also when it throws.</remarks>
    /// <exception cref="VaultException"><c>KeyringRollback</c>: this device has seen newer ones.</exception>
    public VaultDescription Admit(VaultKeys opened)
    {
        try
        {
            Change(keys =>
            {
                if (keys.Find(opened.Vault) is { } known)
                {
                    VaultErrors.ThrowIfOlder(opened, known, sodium);
                }

                return keys.Current?.Vault == opened.Vault ? keys with { Current = opened } : keys with { Staged = opened };
            });
            return opened.Describe();
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Wipes what is in memory. The next use reads the file again.</summary>
    public void Close()
    {
        _lock.EnterWriteLock();
        _keys?.Dispose();
        _keys = null;
        _lock.ExitWriteLock();
    }

    public void Dispose()
    {
        Close();
        _lock.Dispose();
    }

    private Lease Take(Func<KeySet, VaultKeys> choose)
    {
        EnterRead();
        try
        {
            return new Lease(choose(_keys!), _lock);
        }
        catch
        {
            _lock.ExitReadLock();
            throw;
        }
    }

    /// <summary>Enters the read lock with the file's content in memory.</summary>
    private void EnterRead()
    {
        while (true)
        {
            _lock.EnterReadLock();
            if (_keys is not null)
            {
                return;
            }

            _lock.ExitReadLock();
            Change(keys => keys);
        }
    }

    private KeySet Change(Func<KeySet, KeySet> change)
    {
        _lock.EnterWriteLock();
        try
        {
            var before = _keys ??= file.Load();
            var after = change(before);
            if (ReferenceEquals(before, after))
            {
                return before;
            }

            file.Save(after);
            _keys = after;
            DisposeUnless(after, before.Current);
            DisposeUnless(after, before.Staged);
            return after;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private static void DisposeUnless(KeySet kept, VaultKeys? keys)
    {
        if (!ReferenceEquals(keys, kept.Current) && !ReferenceEquals(keys, kept.Staged))
        {
            keys?.Dispose();
        }
    }

    /// <summary>Keys on loan; dispose it on the thread that took it.</summary>
    internal readonly ref struct Lease(VaultKeys keys, ReaderWriterLockSlim held)
    {
        public VaultKeys Keys => keys;

        public void Dispose() => held.ExitReadLock();
    }
}
