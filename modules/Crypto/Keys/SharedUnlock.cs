using System.Buffers.Binary;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>An unlock that this user's other commands find: the LDK in a file in memory, until a time.</summary>
/// <remarks>
/// <code>
/// RUNTIME/aurix/SALT-IN-HEX        LE64 until, in unix seconds, 0 for ever ‖ LDK 32
/// </code>
/// Only where RUNTIME is a folder of a memory file system that is open to this user alone: what is shared must never touch a disk. Elsewhere nothing is shared.
/// </remarks>
internal sealed class SharedUnlock(CryptoOptions options)
{
    private const int Size = 8 + GuardedKey.Size;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersToo = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string? _folder = Folder(options.RuntimeFolder);

    public bool Exists(byte[] salt) => _folder is not null && File.Exists(PathOf(salt));

    /// <summary>Shares the key; false where there is no place for it.</summary>
    public bool Write(byte[] salt, GuardedKey dataKey, long until)
    {
        if (_folder is null || OperatingSystem.IsWindows())
        {
            return false;
        }

        Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
        var content = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
        var beside = PathOf(salt) + "." + Environment.ProcessId;
        try
        {
            BinaryPrimitives.WriteInt64LittleEndian(content, until);
            dataKey.Bytes.CopyTo(content.AsSpan(8));
            using (var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = OwnerOnly }))
            {
                stream.Write(content);
            }

            File.Move(beside, PathOf(salt), overwrite: true);
            return true;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return false; // then every command asks: less comfort, nothing lost
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>The shared key and until when; null when there is none that is still good.</summary>
    public (GuardedKey Key, long Until)? Read(byte[] salt, long now)
    {
        if (OperatingSystem.IsWindows() || !Exists(salt))
        {
            return null;
        }

        var content = GC.AllocateArray<byte>(Size + 1, pinned: true);
        try
        {
            using (var handle = File.OpenHandle(PathOf(salt)))
            {
                if ((File.GetUnixFileMode(handle) & OthersToo) != 0 || RandomAccess.Read(handle, content, 0) != Size)
                {
                    return null;
                }
            }

            var until = BinaryPrimitives.ReadInt64LittleEndian(content);
            if (until != 0 && until <= now)
            {
                Remove(salt);
                return null;
            }

            return (new GuardedKey(content.AsSpan(8, GuardedKey.Size)), until);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null; // locked in this very moment
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public void Remove(byte[] salt)
    {
        if (_folder is not null)
        {
            File.Delete(PathOf(salt));
        }
    }

    private string PathOf(byte[] salt) => Path.Combine(_folder!, Convert.ToHexStringLower(salt));

    // A folder that we can write to and nobody else can enter is ours. A link, or one on a disk, is not taken.
    private static string? Folder(string? runtime)
    {
        if (OperatingSystem.IsWindows() || runtime is null || !Path.IsPathRooted(runtime) || !Directory.Exists(runtime))
        {
            return null;
        }

        var folder = Path.Combine(runtime, "aurix");
        return IsOurs(runtime) && (!Path.Exists(folder) || IsOurs(folder)) && new DriveInfo(runtime).DriveFormat is "tmpfs" or "ramfs" ? folder : null;
    }

    private static bool IsOurs(string folder) =>
        new DirectoryInfo(folder) is { LinkTarget: null } info && (info.UnixFileMode & OthersToo) == 0;
}
