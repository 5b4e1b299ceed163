namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>A stream of known length that is read once from front to back.</summary>
internal abstract class ReadStream(long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    /// <summary>True, because that is how a stream says that it knows its length.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _position);
        if (wanted == 0)
        {
            return 0;
        }

        var read = Read(_position, buffer[..wanted]);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    /// <summary>Fills some of the buffer, which does not reach past the end. Never nothing.</summary>
    protected abstract int Read(long position, Span<byte> buffer);
}
