using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Torture;

/// <summary>What a caller is about to do to one document. After the kill it has happened as it stands here, or not at all.</summary>
/// <param name="Database">Where.</param>
/// <param name="Id">The document; only this caller touches it.</param>
/// <param name="Parent">The revision it builds on.</param>
/// <param name="Revision">The revision that will come of it, where the caller chooses it: a graft.</param>
/// <param name="Said">What the new revision says.</param>
internal sealed record Attempt(string Database, string Id, Revision? Parent, Revision? Revision, Said Said)
{
    public static Attempt Parse(ReadOnlySpan<string> parts) => new(
        parts[0],
        parts[1],
        parts[2] == "-" ? null : Documents.Revision.Parse(parts[2]),
        parts[3] == "-" ? null : Documents.Revision.Parse(parts[3]),
        new Said(parts[4] == "deleted", parts[5], parts[6], parts[7] == "-" ? "" : parts[7]));

    public override string ToString() =>
        $"{Database} {Id} {Or(Parent)} {Or(Revision)} {(Said.Deleted ? "deleted" : "live")} {Said.Hash} {Said.Word} {(Said.Files.Length == 0 ? "-" : Said.Files)}";

    private static string Or(Revision? revision) => revision?.ToString() ?? "-";
}

/// <summary>What a revision says.</summary>
/// <param name="Deleted">Whether it deletes the document.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="Word">A word that stands in no other revision.</param>
/// <param name="Files">Its files as <c>name=key</c>, sorted, with commas between.</param>
internal sealed record Said(bool Deleted, string Hash, string Word, string Files);
