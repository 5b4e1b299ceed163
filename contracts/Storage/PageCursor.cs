namespace Aurix.Platform.Storage;

/// <summary>Where a page ended: hand it back to go on behind it. Documents that came or went meanwhile shift nothing (keyset paging).</summary>
/// <param name="Text">Opaque, and only good for the same question.</param>
public readonly record struct PageCursor(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
