namespace Aurix.Platform.Sync.Replication;

/// <summary>Tells by its shape what an id on a server can be.</summary>
internal static class RemoteNames
{
    /// <summary>How much is kept of an id that a server made up. All of ours are shorter.</summary>
    public const int LongestKept = 128;

    private const int Length = 44; // a letter and 32 bytes in base64url

    public static bool IsDocument(string id) => id.Length == Length && id[0] == 'd';

    public static bool IsChunk(string id) => id.Length == Length && id[0] == 'c';

    /// <summary>A head or a segment of a device's log, or what devices say of chunks to collect.</summary>
    public static bool IsDeviceLog(string id) => id.Length == Length && (id[0] is 'h' or 'l' or 'g');

    public static string Shorten(string text) => text.Length <= LongestKept ? text : text[..LongestKept];
}
