namespace Aurix.Platform.Storage.Blobs;

/// <summary>An upload as its row has it.</summary>
/// <param name="Number">The row.</param>
/// <param name="Begun">In Unix milliseconds.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Chunks">How many full chunks are stored.</param>
internal sealed record StoredUpload(long Number, long Begun, UploadOwner Owner, int Chunks);
