using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>Hashes and checks passwords without letting either take the machine.</summary>
/// <remarks>
/// A right password is remembered for a minute as a keyed hash, bound to the stored hash it was checked against: a client that sends Basic with each
/// request pays once, and a changed password is refused at once. Wrong ones are never remembered.
/// </remarks>
internal sealed class Passwords(GatewayOptions options, TimeProvider time) : IDisposable
{
    private const int MostRemembered = 1000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, long> _right = new(StringComparer.Ordinal);

    // A storm of logins may not take every core from those who are in already.
    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount - 1));

    private readonly PasswordHash _nobody = new("sha256", options.Pbkdf2Iterations, RandomNumberGenerator.GetHexString(32), "");

    private int _derivations;

    /// <summary>How many keys were derived so far: each one is expensive.</summary>
    public int Derivations => Volatile.Read(ref _derivations);

    public Task<PasswordHash> HashAsync(ReadOnlyMemory<byte> password, CancellationToken cancellationToken) =>
        WorkAsync(() => PasswordHash.Create(password.Span, options.Pbkdf2Iterations), cancellationToken);

    /// <summary>Checks a password; with no hash it takes as long and says no, so that time does not tell which accounts exist.</summary>
    public async Task<bool> VerifyAsync(PasswordHash? hash, ReadOnlyMemory<byte> password, CancellationToken cancellationToken)
    {
        if (hash is null)
        {
            _ = await WorkAsync(() => _nobody.Verify(password.Span), cancellationToken);
            return false;
        }

        var memory = Remember(hash, password.Span);
        if (_right.TryGetValue(memory, out var when) && time.GetElapsedTime(when) < Remembered)
        {
            return true;
        }

        if (!await WorkAsync(() => hash.Verify(password.Span), cancellationToken))
        {
            return false;
        }

        if (_right.Count >= MostRemembered)
        {
            _right.Clear();
        }

        _right[memory] = time.GetTimestamp();
        return true;
    }

    public void Dispose() => _cores.Dispose();

    // The lookup compares keyed hashes: what its timing tells is about a value that nobody outside can compute.
    private string Remember(PasswordHash hash, ReadOnlySpan<byte> password)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{hash.Function}:{hash.Iterations}:{hash.Salt}:{hash.DerivedKey}\n"));
        mac.AppendData(password);
        return Convert.ToHexStringLower(mac.GetHashAndReset());
    }

    private async Task<T> WorkAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _cores.WaitAsync(cancellationToken);
        try
        {
            Interlocked.Increment(ref _derivations);
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _cores.Release();
        }
    }
}
