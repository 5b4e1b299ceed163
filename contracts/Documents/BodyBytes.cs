namespace Aurix.Platform.Documents;

/// <summary>Bytes of a document at rest or on the road. Prints its size only.</summary>
public sealed class BodyBytes(ReadOnlyMemory<byte> utf8)
{
    /// <summary>The bytes. Do not write to the memory behind them.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    /// <inheritdoc/>
    public override string ToString() => $"{Utf8.Length} bytes";
}
