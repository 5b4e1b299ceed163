using System.Security.Cryptography;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Passes a stream on and hashes it on the way.</summary>
internal sealed class HashedStream(Stream inner) : ReadStream(inner.Length)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The line of <c>SHA256SUMS</c> for what was read.</summary>
    public string Sum(string name) => $"{Convert.ToHexStringLower(_hash.GetCurrentHash())}  {name}";

    protected override int Read(long position, Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if (read == 0)
        {
            throw new EndOfStreamException("A stream ended before its length.");
        }

        _hash.AppendData(buffer[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
