namespace Aurix.Platform.Tests.Support;

/// <summary>Gives so many bytes and then fails, as a body whose sender went away.</summary>
internal sealed class BreakingStream(byte[] content, int bytes) : MemoryStream(content, 0, bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The sender went away.");
}
