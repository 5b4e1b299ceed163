using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>The two kinds of file that a database consists of.</summary>
internal static class Schemas
{
    /// <summary><c>NAME.db</c></summary>
    public static FileSchema Documents { get; } = new("documents");

    /// <summary><c>NAME.blobs.db</c></summary>
    public static FileSchema Blobs { get; } = new("blobs")
    {
        // So that what is evicted or collected goes back to the file system bit by bit. Files of schema 1 lack it: they reuse their free pages.
        Settings = "PRAGMA auto_vacuum = INCREMENTAL;",
    };
}
