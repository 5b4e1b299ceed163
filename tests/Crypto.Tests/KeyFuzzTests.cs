using System.Text;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>What holds keys, damaged: slots of invitations, codes as people mistype them, and the key file in both its forms.</summary>
public sealed class KeyFuzzTests : IDisposable
{
    private const int Bounded = 20_000;

    private readonly GeraltSodium _sodium = new();
    private readonly VaultKeys _keys;

    public KeyFuzzTests() => _keys = Vectors.Keys(_sodium);

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Slots_of_invitations()
    {
        var wrap = new KeyWrap(_sodium, new WorkBuffers());
        var place = WrapPlace.Invitation(_keys.Vault);
        var key = Vectors.Input("rk");
        var valid = wrap.Seal(place, 29_453_760, key, _keys.Master.Bytes);
        var ends = DateTimeOffset.FromUnixTimeSeconds(29_453_760L * 60);
        Assert.NotNull(wrap.Open(place, key, valid));
        Assert.True(SlotEditor.HasEnded(_keys.Vault, valid, ends));
        Assert.False(SlotEditor.HasEnded(_keys.Vault, valid, ends.AddMinutes(-1)));
        Fuzzing.Run(Bounded, [valid], bytes =>
        {
            Assert.True(wrap.Open(place, key, bytes) is null || bytes.AsSpan().SequenceEqual(valid));
            _ = SlotEditor.HasEnded(_keys.Vault, bytes, ends); // what it claims is read before it is opened
        });
    }

    [Fact]
    public void Printed_keys()
    {
        foreach (var (printed, key, refusal) in new[] { (PrintedKey.Recovery, Vectors.Input("rk"), "RecoveryCodeInvalid"), (PrintedKey.SecretKey, Vectors.Input("sk"), "SecretKeyInvalid"), (PrintedKey.Invitation, new byte[48], "InvitationInvalid") })
        {
            using var code = printed.Format(key);
            Fuzzing.Run(Bounded, [code.Utf8.ToArray()], bytes =>
            {
                using var typed = new Secret(bytes);
                var read = new byte[printed.Size];
                try
                {
                    printed.Parse(typed, read);
                }
                catch (UsageException refused)
                {
                    Assert.Equal(refusal, refused.Code);
                    return;
                }

                // The checksum finds four wrong characters, not any number of them: what it takes is, but for signs that are skipped, a code itself.
                using var again = printed.Format(read);
                Assert.Equal(Letters(again.Utf8), Letters(bytes));
            });
        }
    }

    [Fact]
    public void Key_files()
    {
        var codec = new KeyFileCodec(_sodium);
        var valid = Plain(codec);
        Fuzzing.Run(Bounded, [valid], bytes =>
        {
            var isRead = codec.TryRead(bytes, out var keys);
            using (keys)
            {
                Assert.Equal(bytes.AsSpan().SequenceEqual(valid), isRead);
            }
        });
    }

    [Fact]
    public void Key_files_under_a_passphrase()
    {
        var passphraseKey = Vectors.Input("rk");
        var empty = ProtectedKeys.Create(_sodium, passphraseKey, Vectors.Input("sk"), out var dataKey);
        using var ours = dataKey;
        var valid = empty.With(_sodium, dataKey, Plain(new KeyFileCodec(_sodium))).Write(_sodium);
        Fuzzing.Run(Bounded, [valid], bytes =>
        {
            Assert.Equal(bytes.AsSpan().SequenceEqual(valid), ProtectedKeys.IsOne(bytes) && ProtectedKeys.TryRead(_sodium, bytes, out _));
        });

        // Somebody who makes the check fit, too: then the seals say no.
        Assert.True(ProtectedKeys.TryRead(_sodium, valid, out var whole));
        Fuzzing.Run(Bounded, [whole.Lock], bytes =>
        {
            using var opened = (whole with { Lock = bytes }).OpenLock(_sodium, passphraseKey);
            Assert.True(opened is null || bytes.AsSpan().SequenceEqual(whole.Lock));
        });
        Fuzzing.Run(Bounded, [whole.Keys], bytes =>
            Assert.True((whole with { Keys = bytes }).Open(_sodium, dataKey) is null || bytes.AsSpan().SequenceEqual(whole.Keys)));
    }

    private byte[] Plain(KeyFileCodec codec)
    {
        var keys = new KeySet(_keys, null) { Account = new KeptAccount("alex", "aurix-k3f9q2mz") { Login = new GuardedKey(Vectors.Input("mk")) } };
        var bytes = new byte[KeyFileCodec.MaxLength(keys)];
        bytes = bytes[..codec.Write(keys, bytes)];
        keys.Account.Login!.Dispose();
        return bytes;
    }

    private static string Letters(ReadOnlySpan<byte> code) =>
        Encoding.ASCII.GetString(code).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
            .ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
}
