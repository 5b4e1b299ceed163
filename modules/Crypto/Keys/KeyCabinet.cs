using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>The one place where keys live while the module runs: lends them for reading, changes them durably.</summary>
/// <remarks>
/// Guarded memory must not be touched after it was freed, so whoever reads keys holds a <see cref="Lease"/>, and changes wait for
/// the last one. A lease belongs to its thread: take it, work, dispose it, without awaiting in between.
/// A change is on disk before anybody can see it, and one that another process made is taken up at the next use.
/// </remarks>
internal sealed class KeyCabinet(KeyFile file, ISodium sodium, KeyLock keyLock) : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Kdf _kdf = new(sodium);
    private KeySet? _keys;
    private (DateTime Written, long Length) _stamp;

    /// <summary>The present vault's keys.</summary>
    /// <exception cref="VaultException"><c>KeysMissing</c>, <c>KeysDamaged</c>.</exception>
    public Lease Use() => Take(keys => keys.Current ?? throw VaultErrors.KeysMissing());

    /// <summary>The keys of this vault, be it the present one or a staged one.</summary>
    /// <exception cref="VaultException"><c>KeysMissing</c>, <c>KeysDamaged</c>, <c>VaultMismatch</c>.</exception>
    public Lease Use(VaultId vault) => Take(keys => keys.Find(vault) ?? throw VaultErrors.NoKeysFor(vault, keys));

    public VaultDescription? Describe() => Read(keys => keys.Current?.Describe());

    /// <summary>The newest password slot that a remote has shown this device of a vault; 0 of one it does not know.</summary>
    public int SlotPin(RemoteName remote, VaultId vault) => Read(keys => keys.SlotOf(remote, vault));

    /// <summary>Remembers how to log in. The Secret Key and the token that are known for the database stay when none is given.</summary>
    /// <exception cref="VaultException"><c>KeysMissing</c>.</exception>
    public void Keep(RemoteName remote, KeptAccount account) => Change(keys =>
    {
        _ = keys.Current ?? throw VaultErrors.KeysMissing();
        var known = keys.AccountOf(remote) is { } before && before.Database == account.Database ? before : null;
        return keys.With(
            remote,
            new KeptAccount(account.User, account.Database) { Login = Copy(account.Login), Coming = Copy(account.Coming), SecretKey = Copy(account.SecretKey ?? known?.SecretKey), Token = (account.Token ?? known?.Token)?.Copy() });
    });

    /// <summary>Forgets the login, not the Secret Key; false when there was none. Of another remote than main the slots are forgotten too: the next may be another server.</summary>
    public bool ForgetLogin(RemoteName remote)
    {
        var existed = false;
        Change(keys =>
        {
            var account = keys.AccountOf(remote);
            existed = account?.Login is not null;
            if (!existed)
            {
                return keys;
            }

            var after = keys.With(remote, new KeptAccount(account!.User, account.Database) { SecretKey = Copy(account.SecretKey) });
            return remote.IsMain ? after : after.With(remote, slot: 0);
        });
        return existed;
    }

    /// <summary>Reads the account while nobody can take it away; null when there is none.</summary>
    public T? WithAccount<T>(RemoteName remote, Func<KeptAccount, T?> read)
        where T : class => Read(keys => keys.AccountOf(remote) is { } account ? read(account) : null);

    /// <summary>Copies AUTH; false when there is none.</summary>
    public bool TryRecallLogin(RemoteName remote, Span<byte> login)
    {
        EnterRead();
        try
        {
            if (_keys!.AccountOf(remote)?.Login is not { } kept)
            {
                return false;
            }

            kept.Bytes.CopyTo(login);
            return true;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Copies the Secret Key of this database; false when there is none.</summary>
    public bool TryRecallSecretKey(RemoteName remote, string database, Span<byte> key)
    {
        EnterRead();
        try
        {
            if (_keys!.AccountOf(remote) is not { SecretKey: { } kept } account || account.Database != database)
            {
                return false;
            }

            kept.Bytes[..KeptAccount.SecretKeySize].CopyTo(key);
            return true;
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
        return keys.Current?.Vault == vault ? keys : keys with { Current = keys.Staged, Staged = null };
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

    /// <summary>The same of a vault document that a remote showed, whose slots are held against what that remote showed before.</summary>
    /// <exception cref="VaultException"><c>KeyringRollback</c>.</exception>
    public VaultDescription Admit(RemoteName remote, VaultKeys opened)
    {
        if (remote.IsMain)
        {
            return Admit(opened);
        }

        var shown = opened.Pins.Slot;
        if (shown < SlotPin(remote, opened.Vault))
        {
            opened.Dispose();
            throw VaultErrors.Rollback("password slot", shown, SlotPin(remote, opened.Vault));
        }

        var vault = Admit(opened.AtSlot(SlotPin(RemoteName.Main, opened.Vault)));
        Change(keys => keys.SlotOf(remote, vault.Vault) >= shown ? keys : keys.With(remote, shown));
        return vault;
    }

    /// <summary>How the lock stands, for the next copy of this module.</summary>
    public byte[] ExportLock()
    {
        _lock.EnterWriteLock();
        try
        {
            return keyLock.HasEnded() ? [] : keyLock.Export();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>The reverse.</summary>
    public void ImportLock(ReadOnlySpan<byte> state)
    {
        _lock.EnterWriteLock();
        try
        {
            keyLock.Import(state);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Wipes what is in memory. The next use reads the file again.</summary>
    public void Close()
    {
        _lock.EnterWriteLock();
        Wipe_NeedsLock();
        _lock.ExitWriteLock();
    }

    public void Dispose()
    {
        Close();
        _lock.Dispose();
    }

    /// <summary>Seals the keys under a passphrase's key from now on.</summary>
    public KeyProtection Protect(ReadOnlySpan<byte> passphraseKey, byte[] salt)
    {
        _lock.EnterWriteLock();
        try
        {
            var keys = Load_NeedsLock();
            _ = keys.Current ?? throw VaultErrors.KeysMissing();
            if (file.ReadProtection() is not null)
            {
                throw new UsageException("KeysProtected", "The keys are protected already.", "For another passphrase, run 'aurix vault unprotect' first.");
            }

            var protection = ProtectedKeys.Create(sodium, passphraseKey, salt, out var dataKey);
            keyLock.Open(salt, dataKey, share: true);
            try
            {
                file.Save(keys, protection);
            }
            catch
            {
                keyLock.Lock(salt);
                throw;
            }

            _stamp = file.Stamp();
            return keyLock.Describe(salt);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>The reverse; false when they were not protected.</summary>
    /// <exception cref="VaultException"><c>VaultLocked</c>.</exception>
    public bool Unprotect()
    {
        _lock.EnterWriteLock();
        try
        {
            var keys = Load_NeedsLock();
            if (file.ReadProtection() is not { } protection)
            {
                return false;
            }

            file.Save(keys, protection: null);
            _stamp = file.Stamp();
            keyLock.Lock(protection.Salt);
            return true;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Opens protected keys with a passphrase's key.</summary>
    /// <exception cref="VaultException"><c>PassphraseWrong</c>.</exception>
    public KeyProtection Unlock(ReadOnlySpan<byte> passphraseKey, ProtectedKeys protection, bool share)
    {
        _lock.EnterWriteLock();
        try
        {
            var dataKey = protection.OpenLock(sodium, passphraseKey) ?? throw VaultErrors.PassphraseWrong();
            keyLock.Open(protection.Salt, dataKey, share);
            return keyLock.Describe(protection.Salt);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Wipes the keys here and the shared unlock; false when there is no protection that would open them again.</summary>
    public bool Lock()
    {
        _lock.EnterWriteLock();
        try
        {
            if (file.ReadProtection() is not { } protection)
            {
                return false;
            }

            Wipe_NeedsLock();
            keyLock.Lock(protection.Salt);
            return true;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Wipes the keys here when their time is up or another process has locked; whether it did.</summary>
    public bool LockIfEnded()
    {
        _lock.EnterWriteLock();
        try
        {
            var ended = keyLock.HasEnded();
            if (ended)
            {
                Wipe_NeedsLock();
            }

            return ended;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Something of the owner's was written: the time to the automatic lock begins anew.</summary>
    public void Touch()
    {
        // Somebody reads right now: then it is not about to lock, and the next write says so again.
        if (_lock.TryEnterWriteLock(0))
        {
            keyLock.Touch();
            _lock.ExitWriteLock();
        }
    }

    public KeyProtection DescribeProtection()
    {
        _lock.EnterWriteLock();
        try
        {
            return keyLock.Describe(file.ReadProtection()?.Salt);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private void Wipe_NeedsLock()
    {
        _keys?.Dispose();
        _keys = null;
        keyLock.Forget();
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

    private T Read<T>(Func<KeySet, T> read)
    {
        EnterRead();
        try
        {
            return read(_keys!);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Enters the read lock with the file's content in memory.</summary>
    private void EnterRead()
    {
        while (true)
        {
            _lock.EnterReadLock();
            if (_keys is not null && _stamp == file.Stamp() && !keyLock.HasEnded())
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
            var before = Load_NeedsLock();
            var after = change(before);
            if (ReferenceEquals(before, after))
            {
                return before;
            }

            file.Save(after);
            _keys = after;
            _stamp = file.Stamp();
            DisposeUnless(after, before.Current);
            DisposeUnless(after, before.Staged);
            foreach (var account in before.Accounts.Except(after.Accounts, ReferenceEqualityComparer.Instance).OfType<KeptAccount>())
            {
                account.Dispose();
            }

            return after;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private KeySet Load_NeedsLock()
    {
        if (keyLock.HasEnded())
        {
            Wipe_NeedsLock();
        }

        var stamp = file.Stamp();
        if (_keys is null || _stamp != stamp)
        {
            _keys?.Dispose();
            _keys = null;
            _keys = file.Load();
            _stamp = stamp;
        }

        return _keys;
    }

    private static GuardedKey? Copy(GuardedKey? key) => key is null ? null : new GuardedKey(key.Bytes);

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
