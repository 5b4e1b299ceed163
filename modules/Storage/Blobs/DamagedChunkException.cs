namespace Aurix.Platform.Storage.Blobs;

/// <summary>A chunk is not what was stored. Whoever knows whether a server has the file makes it a <c>BlobDamaged</c>.</summary>
internal sealed class DamagedChunkException(int place) : Exception($"Chunk {place} is damaged.")
{
    public int Place { get; } = place;
}
