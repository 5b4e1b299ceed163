using System.Buffers.Binary;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>Whether protected keys are open here, with which LDK, and until when.</summary>
/// <remarks>Guarded by the cabinet's lock: it changes under the write lock only.</remarks>
internal sealed class KeyLock(SharedUnlock shared, CryptoOptions options, TimeProvider time) : IDisposable
{
    // Sharing the time anew on each write would cost a file each; a minute's slack is not noticed.
    private const int Slack = 60;

    private const byte Version = 1;
    private const int HeadSize = 10 + GuardedKey.Size;

    private GuardedKey? _dataKey;
    private byte[] _salt = [];
    private long _until;
    private bool _isShared;

    /// <summary>The LDK of the protection with this salt, from memory or from another command's unlock; null while locked.</summary>
    public GuardedKey? Find(byte[] salt)
    {
        if (_dataKey is not null && _salt.AsSpan().SequenceEqual(salt))
        {
            return _dataKey;
        }

        if (shared.Read(salt, Now) is not { } found)
        {
            return null;
        }

        Forget();
        (_dataKey, _salt, _until, _isShared) = (found.Key, salt, found.Until, true);
        return _dataKey;
    }

    /// <summary>Open from now on. Owns the key.</summary>
    public void Open(byte[] salt, GuardedKey dataKey, bool share)
    {
        Forget();
        (_dataKey, _salt, _until) = (dataKey, salt, Later());
        _isShared = share && shared.Write(salt, dataKey, _until);
    }

    /// <summary>All of it as bytes, for the next copy of this module; empty while locked. The caller wipes them.</summary>
    /// <remarks>
    /// <code>
    /// 01 ‖ shared 1 ‖ LE64 until ‖ LDK 32 ‖ salt
    /// </code>
    /// </remarks>
    public byte[] Export()
    {
        if (_dataKey is null)
        {
            return [];
        }

        var bytes = new byte[HeadSize + _salt.Length];
        (bytes[0], bytes[1]) = (Version, _isShared ? (byte)1 : (byte)0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), _until);
        _dataKey.Bytes.CopyTo(bytes.AsSpan(10));
        _salt.CopyTo(bytes.AsSpan(HeadSize));
        return bytes;
    }

    /// <summary>The reverse.</summary>
    /// <exception cref="VaultException"><c>StateUnknown</c>: another version wrote it.</exception>
    public void Import(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != Version)
        {
            throw new VaultException("StateUnknown", $"The copy of Crypto before this one hands over in form {bytes[0]}, and this one knows {Version}.", "Stop Aurix to change to this version.");
        }

        Forget();
        (_dataKey, _salt, _until, _isShared) = (new GuardedKey(bytes[10..HeadSize]), bytes[HeadSize..].ToArray(), BinaryPrimitives.ReadInt64LittleEndian(bytes[2..]), bytes[1] == 1);
    }

    /// <summary>Something was written: the time counts from here.</summary>
    public void Touch()
    {
        if (_dataKey is not null && _until != 0 && Later() - _until > Slack)
        {
            _until = Later();
            _isShared = _isShared && shared.Exists(_salt) && shared.Write(_salt, _dataKey, _until);
        }
    }

    /// <summary>Whether the time is up, or another command has locked what it shared.</summary>
    public bool HasEnded()
    {
        if (_dataKey is null)
        {
            return false;
        }

        if (_isShared && !shared.Exists(_salt))
        {
            return true;
        }

        if (_until == 0 || Now < _until)
        {
            return false;
        }

        if (!_isShared || shared.Read(_salt, Now) is not { } found)
        {
            return true;
        }

        found.Key.Dispose(); // another command wrote something: the time counts from there
        _until = found.Until;
        return false;
    }

    /// <summary>Wipes it here; what is shared stays.</summary>
    public void Forget()
    {
        _dataKey?.Dispose();
        (_dataKey, _salt, _until, _isShared) = (null, [], 0, false);
    }

    /// <summary>Wipes it here and for every other command.</summary>
    public void Lock(byte[] salt)
    {
        Forget();
        shared.Remove(salt);
    }

    public KeyProtection Describe(byte[]? salt) => salt is null
        ? new(IsProtected: false, IsLocked: false, IsShared: false, Until: null)
        : Find(salt) is null || HasEnded()
            ? new(IsProtected: true, IsLocked: true, IsShared: false, Until: null)
            : new(IsProtected: true, IsLocked: false, _isShared, _until == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(_until));

    public void Dispose() => Forget();

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private long Later() => options.AutoLock is { } wait ? Now + (long)wait.TotalSeconds : 0;
}
