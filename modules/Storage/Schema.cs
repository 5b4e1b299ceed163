namespace Aurix.Platform.Storage;

/// <summary>The tables, as SQL text that is embedded in the assembly.</summary>
internal static class Schema
{
    /// <summary>The tables of a database's documents.</summary>
    public static string Documents => Read("documents.sql");

    /// <summary>The tables of a database's file bytes.</summary>
    public static string Blobs => Read("blobs.sql");

    private static string Read(string name)
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
