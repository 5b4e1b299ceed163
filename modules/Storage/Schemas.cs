using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>The two kinds of file that a database consists of.</summary>
internal static class Schemas
{
    /// <summary><c>NAME.db</c></summary>
    public static FileSchema Documents { get; } = new("documents")
    {
        // Larger pages write more for one changed row, smaller ones hold fewer keys of an index: with 4 KiB a bulk of scattered ids cost half as much again.
        Settings = "PRAGMA page_size = 8192;",
    };

    /// <summary><c>NAME.blobs.db</c></summary>
    public static FileSchema Blobs { get; } = new("blobs")
    {
        // A chunk fills 64 of these pages. And so that what is evicted or collected goes back to the file system bit by bit. Files of schema 1 lack it: they reuse their free pages.
        Settings = "PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL;",

        // 256 KiB: a chunk's pages are read once, and four lanes would each hold on to SQLite's 2 MiB of them.
        ReaderSettings = "PRAGMA cache_size = -256;",
    };
}
