namespace Aurix.Platform.Storage.Sqlite;

/// <summary>The tables of a kind of file, and how the tables of older builds become them.</summary>
/// <remarks>
/// <c>Schema/NAME.sql</c> makes a new file, <c>Schema/NAME.N.sql</c> brings one from N − 1 to N.
/// </remarks>
internal sealed class FileSchema(string name)
{
    /// <summary>What this build reads and writes, kept in SQLite's <c>user_version</c>.</summary>
    public const int Version = 3;

    /// <summary>A file that is not finished being created.</summary>
    public const int Unfinished = 0;

    /// <summary>A file that its owner is about to delete: another process may still hold it open.</summary>
    public const int Dropped = -1;

    /// <summary>Settings that only a new file can be given, before its first table.</summary>
    public string Settings { get; init; } = "";

    /// <summary>Settings of each connection that only reads.</summary>
    public string ReaderSettings { get; init; } = "";

    /// <summary>Creates the tables.</summary>
    public void Create_InTransaction(Session session) => session.RunScript(Read($"{name}.sql"));

    /// <summary>Brings the tables from the version before to <paramref name="version"/>.</summary>
    public void Step_InTransaction(Session session, int version) => session.RunScript(Read($"{name}.{version}.sql"));

    private static string Read(string resource)
    {
        using var stream = typeof(FileSchema).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
