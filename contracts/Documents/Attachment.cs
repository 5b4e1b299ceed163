namespace Aurix.Platform.Documents;

/// <summary>A file that belongs to a document: its bytes are a blob, and this is the sealed note that names it.</summary>
/// <param name="Blob">Where the bytes are.</param>
/// <param name="MediaType">Such as <c>audio/flac</c>.</param>
/// <param name="Dot">The edit that attached it; decides which of two changes to one name is newer.</param>
public sealed record Attachment(BlobReference Blob, string MediaType, Dot Dot);
