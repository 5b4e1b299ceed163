using System.Text;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>The small parts that everything else stands on.</summary>
public sealed class PrimitiveTests
{
    [Fact]
    public void A_key_is_read_by_many_threads_at_once()
    {
        using var key = new GuardedKey(Vectors.Input("mk"));
        Parallel.For(0, 200_000, _ => Assert.Equal(0x60, key.Bytes[0]));
    }

    [Fact]
    public void A_key_prints_nothing_of_itself()
    {
        using var key = new GuardedKey(Vectors.Input("mk"));

        Assert.Equal("(key)", key.ToString());
    }

    [Fact]
    public void Every_length_up_to_3000_is_padded_and_read_back()
    {
        for (var length = 0; length <= 3000; length++)
        {
            byte[] data = [.. Enumerable.Repeat((byte)0xAA, length)];
            var padded = new byte[Padding.PaddedLength(length, Padding.DocumentMinimum)];
            Padding.Write(data, padded);

            Assert.True(Padding.TryRead(padded, Padding.DocumentMinimum, out var range));
            Assert.Equal(data, padded[range]);
            Assert.True(padded.Length == 256 || padded.Length <= (length + 4) * 1.07);
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("AA", 1)]
    [InlineData("_-8", 2)]
    [InlineData("AAECAwQFBgcICQoLDA0ODw", 16)]
    public void Canonical_base64url_is_read(string text, int length) => Assert.True(CanonicalBase64Url.TryDecode(text, new byte[length]));

    [Theory]
    [InlineData("A", 0)]
    [InlineData("AB", 1)]     // low bits that mean nothing
    [InlineData("AAB", 2)]
    [InlineData("AA==", 1)]
    [InlineData("A A", 2)]
    [InlineData("+/8", 2)]
    [InlineData("AA\n", 1)]
    [InlineData("AA", 2)]     // another length than asked for
    [InlineData("ÄÄ", 1)]
    public void Any_other_spelling_is_refused_without_an_exception(string text, int length)
    {
        Assert.False(CanonicalBase64Url.TryDecode(text, new byte[length]));
        Assert.False(CanonicalBase64Url.TryDecode(Encoding.UTF8.GetBytes(text), new byte[length]));
    }

    [Fact]
    public void A_lent_buffer_comes_back_wiped()
    {
        var buffers = new WorkBuffers();
        using (var loan = buffers.Lend(5000))
        {
            loan.Span.Fill(0xAA);
        }

        using var again = buffers.Lend(5000);
        Assert.False(again.Span.ContainsAnyExcept((byte)0));
    }

    [Theory]
    [InlineData("Geralt")]
    [InlineData("Sodium.Core")]
    public void A_refused_seal_leaves_no_plaintext_behind(string binding)
    {
        var sealer = new Sealer(Vectors.Binding(binding));
        var (key, siv, ciphertext) = (Vectors.Input("mk"), new byte[32], new byte[256 + 16]);
        var frame = new SealFrame(new byte[SealFrame.Size(4, 256)], new SealHeader(SealKind.Document, 1), 4);
        frame.Plaintext.Fill(0xAA);
        sealer.Seal(siv, ciphertext, key, frame);
        siv[31] ^= 1; // beyond the nonce: the cipher opens it, the hash does not

        Assert.Equal(RejectionCodes.SivMismatch, sealer.Open(siv, ciphertext, key, frame));
        Assert.False(frame.Plaintext.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_batch_that_fails_fails_alike_on_one_core_and_on_two()
    {
        foreach (var parallelFrom in (int[])[1, 100])
        {
            Assert.Throws<InvalidDataException>(() =>
                Batch.Map([1, 2, 3], parallelFrom, number => number == 2 ? throw new InvalidDataException() : number, CancellationToken.None));
            Assert.Throws<OperationCanceledException>(() => Batch.Map([1, 2, 3], parallelFrom, number => number, new CancellationToken(canceled: true)));
        }
    }
}
