using System.Buffers.Binary;
using System.Text;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Login;

/// <summary>From a normalised password to S: Argon2id under a salt made of the address (crypto.md §2.2, profile P1).</summary>
/// <remarks>The numbers are compiled in. None comes from a server, and there is no second try with cheaper ones.</remarks>
internal sealed class PasswordStretcher(ISodium sodium) : IDisposable
{
    public const int SaltSize = 16;

    /// <summary>t = 3 and m = 256 MiB: libsodium's MODERATE, above OWASP's floor of 46 MiB; about 0.7 s. Less would cheapen every guess.</summary>
    private const int Passes = 3;

    private const int MemoryBytes = 256 << 20;

    // Each run takes 256 MiB; two at once would take a small machine down.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Does something that stretches, on another thread and after whoever does so now.</summary>
    public async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>S of a password for a server. Takes about a second and 256 MiB: only <see cref="InTurnAsync"/>.</summary>
    public void Stretch(Span<byte> stretched, Secret normalised, LoginAddress address)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        Salt(salt, address);
        Stretch(stretched, normalised, salt);
    }

    /// <summary>S of a passphrase that never leaves this device, under a random salt.</summary>
    public void Stretch(Span<byte> stretched, Secret normalised, ReadOnlySpan<byte> salt) => sodium.Argon2id(stretched, normalised.Utf8, salt, Passes, MemoryBytes);

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary><c>B2b(16, "aurix/1/salt" ‖ 00 ‖ LE32(|user|) ‖ user ‖ LE32(|db|) ‖ db)</c>.</summary>
    public void Salt(Span<byte> salt, LoginAddress address)
    {
        Span<byte> input = stackalloc byte[160]; // 13 + 4 + 64 + 4 + 63 at most
        var prefix = "aurix/1/salt\0"u8;
        prefix.CopyTo(input);
        var length = prefix.Length;
        foreach (var part in (ReadOnlySpan<string>)[address.User, address.Database])
        {
            BinaryPrimitives.WriteInt32LittleEndian(input[length..], part.Length);
            length += 4 + Encoding.ASCII.GetBytes(part, input[(length + 4)..]);
        }

        sodium.Hash(salt, input[..length]);
    }
}
