using System.Security.Cryptography;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;
using Microsoft.Win32.SafeHandles;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>The file that holds the device's keys, for its owner's eyes only.</summary>
/// <remarks>
/// Replaced whole: written beside, flushed, renamed, and the folder flushed. After a crash there is the old file or the new one.
/// It is as safe as the disk it lies on, until its owner protects it with a passphrase (<see cref="ProtectedKeys"/>).
/// </remarks>
internal sealed class KeyFile(string directory, KeyFileCodec codec, KeyLock? keyLock = null)
{
    public const string Name = "keys.json";

    // Two vaults with every epoch they may have take 200 KB.
    private const int MaxBytes = 1 << 20;

    private readonly string _path = Path.Combine(directory, Name);

    // The protection of the file that was loaded last: what is saved over it is sealed as it was.
    private ProtectedKeys? _protection;

    /// <summary>The keys, or an empty set when there is no file yet.</summary>
    /// <exception cref="VaultException"><c>KeysDamaged</c> or <c>KeysUnreadable</c>: nothing is ever made up in their place.</exception>
    public KeySet Load()
    {
        byte[]? bytes = null;
        try
        {
            bytes = Read();
            if (bytes is null)
            {
                return new KeySet(null, null);
            }

            _protection = null;
            return ProtectedKeys.IsOne(bytes) ? LoadProtected(bytes) : codec.TryRead(bytes, out var keys) ? keys : throw Damaged();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new VaultException("KeysUnreadable", $"The key file {_path} cannot be read.", "Check the permissions of the data directory and the disk.", wrong);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Replaces the file. When this returns, the keys survive a power cut.</summary>
    public void Save(KeySet keys)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(KeyFileCodec.MaxLength(keys), pinned: true);
        var beside = _path + ".new";
        try
        {
            var length = codec.Write(keys, buffer);
            using (var stream = new FileStream(beside, OwnersOnly()))
            {
                stream.Write(_protection is null ? buffer.AsSpan(0, length) : Seal(_protection, buffer.AsSpan(0, length)));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, _path, overwrite: true);
            DirectoryFlush.Run(directory);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new VaultException("KeysUnwritable", $"The key file {_path} cannot be written. The keys from before are unchanged.", "Check the free space and the permissions of the data directory.", wrong);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>Writes the keys into a file of the same name in another folder; false when there are none. A damaged file is not copied.</summary>
    public bool CopyTo(string folder)
    {
        if (ReadProtection() is { } sealedKeys)
        {
            using var stream = new FileStream(Path.Combine(folder, Name), OwnersOnly());
            stream.Write(sealedKeys.Write(codec.Sodium)); // as it lies here: the copy needs the same passphrase
            return true;
        }

        using var keys = Load();
        if (keys.Current is null)
        {
            return false;
        }

        new KeyFile(folder, codec).Save(keys);
        return true;
    }

    /// <summary>The protection as it lies on the disk; null when there is none, or no file.</summary>
    /// <exception cref="VaultException"><c>KeysDamaged</c>.</exception>
    public ProtectedKeys? ReadProtection()
    {
        var bytes = Read();
        try
        {
            return bytes is null || !ProtectedKeys.IsOne(bytes) ? null
                : ProtectedKeys.TryRead(codec.Sodium, bytes, out var read) ? read
                : throw Damaged();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Saves the keys under a new protection, or under none.</summary>
    public void Save(KeySet keys, ProtectedKeys? protection)
    {
        var before = _protection;
        try
        {
            _protection = protection;
            Save(keys);
        }
        catch
        {
            _protection = before;
            throw;
        }
    }

    private byte[] Seal(ProtectedKeys protection, ReadOnlySpan<byte> plain) =>
        protection.With(codec.Sodium, keyLock?.Find(protection.Salt) ?? throw VaultErrors.Locked(), plain).Write(codec.Sodium);

    private KeySet LoadProtected(byte[] bytes)
    {
        if (!ProtectedKeys.TryRead(codec.Sodium, bytes, out var protection))
        {
            throw Damaged();
        }

        var plain = protection.Open(codec.Sodium, keyLock?.Find(protection.Salt) ?? throw VaultErrors.Locked());
        try
        {
            if (plain is null || !codec.TryRead(plain, out var keys))
            {
                throw Damaged();
            }

            _protection = protection;
            return keys;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private VaultException Damaged() => new(
        "KeysDamaged",
        $"The key file {_path} is damaged. Without its keys no document of this device can be sealed or opened; documents in the local store are untouched.",
        "Restore keys.json from a backup, or move it away and sign in to your server again to fetch the vault's keys.");

    /// <summary>Tells one state of the file from another, cheaply: every change replaces it.</summary>
    public (DateTime Written, long Length) Stamp()
    {
        var info = new FileInfo(_path);
        return info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
    }

    private static FileStreamOptions OwnersOnly()
    {
        // No buffer in the stream: it would be one more copy of the keys.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Null only when there is nothing of this name: a folder, a link into nowhere or a lack of permission is not "no keys".</summary>
    private SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle(_path);
        }
        catch (FileNotFoundException) when (!Path.Exists(_path))
        {
            return null;
        }
    }

    private byte[]? Read()
    {
        using var handle = Open();
        if (handle is null)
        {
            return null;
        }

        var length = RandomAccess.GetLength(handle);
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, MaxBytes), pinned: true);
        var read = RandomAccess.Read(handle, bytes, 0);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
