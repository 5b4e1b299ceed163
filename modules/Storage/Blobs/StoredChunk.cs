namespace Aurix.Platform.Storage.Blobs;

/// <summary>Where a chunk is, its place in its file, and what that file is called.</summary>
internal sealed record StoredChunk(long Row, int Place, string Key);
