using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>The parts of a <c>multipart/related</c> body, read once and in order: the document, then each file that it says follows.</summary>
internal sealed class FollowingParts
{
    private readonly MultipartReader _reader;

    private FollowingParts(MultipartReader reader) => _reader = reader;

    /// <summary>Opens a body by the boundary in its Content-Type.</summary>
    public static FollowingParts Open(string? contentType, Stream body)
    {
        var boundary = MediaTypeHeaderValue.TryParse(contentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString() : "";
        if (boundary.Length is 0 or > 200)
        {
            throw CouchError.BadContentType("multipart/related needs a boundary");
        }

        return new FollowingParts(new MultipartReader(boundary, body) { HeadersLengthLimit = 16 << 10 });
    }

    /// <summary>The bytes of the next part.</summary>
    /// <exception cref="CouchError">There is none, or the body is not multipart.</exception>
    public async Task<Stream> NextAsync(string what, CancellationToken cancellationToken)
    {
        try
        {
            return (await _reader.ReadNextSectionAsync(cancellationToken))?.Body is { } part
                ? new PartStream(part)
                : throw CouchError.BadRequest($"The multipart body ends before {what}");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            throw Broken();
        }
    }

    private static CouchError Broken() => CouchError.BadRequest("The multipart body is malformed or ends too early");

    /// <summary>Says in our words that a part ended before its boundary.</summary>
    private sealed class PartStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await inner.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
            {
                throw Broken();
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
