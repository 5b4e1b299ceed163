using System.Buffers.Binary;
using System.Numerics;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Builds a ciphertext whose XChaCha20-Poly1305 tag fits under two keys, as a partitioning oracle would (Len, Grubbs, Ristenpart).</summary>
/// <remarks>
/// Poly1305 is a polynomial over the ciphertext's blocks, one secret point per key. Two free blocks solve the two equations
/// "the polynomial at my point gives the common tag"; about one try in sixteen has both solutions in the range of a block.
/// </remarks>
internal static class TwoKeyCollision
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 130) - 5;
    private static readonly BigInteger BlockBit = BigInteger.Pow(2, 128);

    /// <summary>The bits of r that Poly1305 clears (RFC 8439 §2.5), little-endian.</summary>
    private static readonly byte[] Clamp = Convert.FromHexString("ffffff0ffcffff0ffcffff0ffcffff0f");

    /// <summary>Ciphertext of so many blocks, and its tag.</summary>
    public static byte[] Find(byte[] one, byte[] other, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, int blocks)
    {
        var (r1, s1) = PolyKey(one, nonce);
        var (r2, s2) = PolyKey(other, nonce);
        var head = Blocks(associated);
        var lengths = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(lengths, associated.Length);
        BinaryPrimitives.WriteInt64LittleEndian(lengths.AsSpan(8), blocks * 16);
        var tail = Number(lengths) + BlockBit;

        for (var tag = BigInteger.One; ; tag++)
        {
            // All blocks but the last two of the ciphertext are zero.
            List<BigInteger> message = [.. head, .. Enumerable.Repeat(BlockBit, blocks - 2), BigInteger.Zero, BigInteger.Zero, tail];
            var want1 = Mod(((tag - s1) % BlockBit + BlockBit) % BlockBit - Evaluate(message, r1));
            var want2 = Mod(((tag - s2) % BlockBit + BlockBit) % BlockBit - Evaluate(message, r2));

            // x·r^3 + y·r^2 = want, for both keys.
            var (a1, b1, a2, b2) = (Power(r1, 3), Power(r1, 2), Power(r2, 3), Power(r2, 2));
            var inverse = Power(Mod(a1 * b2 - a2 * b1), Prime - 2);
            var x = Mod((want1 * b2 - want2 * b1) * inverse);
            var y = Mod((a1 * want2 - a2 * want1) * inverse);
            if (x >= BlockBit && x < 2 * BlockBit && y >= BlockBit && y < 2 * BlockBit)
            {
                return [.. new byte[16 * (blocks - 2)], .. Bytes(x - BlockBit), .. Bytes(y - BlockBit), .. Bytes(tag)];
            }
        }
    }

    private static (BigInteger R, BigInteger S) PolyKey(byte[] key, ReadOnlySpan<byte> nonce)
    {
        var engine = new XChaCha20Engine();
        engine.Init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        var stream = new byte[32];
        engine.ProcessBytes(new byte[32], stream);
        return (Number(stream.AsSpan(0, 16)) & Number(Clamp), Number(stream.AsSpan(16)));
    }

    private static IEnumerable<BigInteger> Blocks(ReadOnlySpan<byte> bytes)
    {
        var blocks = new List<BigInteger>();
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(16, bytes.Length)..])
        {
            blocks.Add(Number(bytes[..Math.Min(16, bytes.Length)]) + BlockBit); // padded with zeros to a whole block
        }

        return blocks;
    }

    private static BigInteger Evaluate(List<BigInteger> message, BigInteger point) =>
        message.Aggregate(BigInteger.Zero, (sum, block) => Mod((sum + block) * point));

    private static BigInteger Power(BigInteger value, BigInteger exponent) => BigInteger.ModPow(value, exponent, Prime);

    private static BigInteger Mod(BigInteger value) => ((value % Prime) + Prime) % Prime;

    private static BigInteger Number(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);

    private static byte[] Bytes(BigInteger value)
    {
        var bytes = new byte[16];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}
