namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>The names and bounds of docs/formats/archive.md.</summary>
internal static class ArchiveFormat
{
    public const string Name = "aurix-archive";
    public const int Version = 1;

    public const string Manifest = "aurix-archive.json";
    public const string Documents = "documents/";
    public const string Files = "files/";
    public const string FileList = "files.jsonl";
    public const string Sums = "SHA256SUMS";

    /// <summary>A document that grows over this goes on in the next line, and a piece that does is closed. Larger costs memory on both sides; smaller makes more lines and pieces.</summary>
    public const int EnoughBytes = 8 * 1024 * 1024;

    /// <summary>The longest line: enough bytes, one more body, and what is around it.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>The largest piece: enough bytes and one more line.</summary>
    public const int LargestPiece = 32 * 1024 * 1024;

    /// <summary>The longest manifest or PAX header. Both are some hundred bytes.</summary>
    public const int LongestHeader = 64 * 1024;

    /// <summary>The longest line of the list of files.</summary>
    public const int LongestFileLine = 4096;

    /// <summary>The most revisions of one document, whose names a reader has to keep in mind. A thousand edits a day for a thousand days.</summary>
    public const int MostRevisions = 1_000_000;

    public static string Piece(int number) => $"{Documents}{number:d8}.jsonl";
}
