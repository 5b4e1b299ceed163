using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

/// <summary>What the commands about documents share: reading arguments, and telling how an edit ended.</summary>
internal static class Documents
{
    public static Argument<string> IdArgument() => new("id") { Description = "The document's id." };

    public static Option<string?> RevisionOption(string description) => new("--rev") { Description = description, HelpName = "REVISION" };

    public static DocumentId Id(string text) =>
        DocumentId.IsValid(text) ? new(text) : throw new UsageException("BadId", "A document id is 1 to 512 bytes of UTF-8.", "Give a shorter id.");

    public static DocumentType Type(string text) =>
        DocumentType.IsValid(text) ? new(text) : throw new UsageException("BadType", $"'{text}' is no document type.", "Use 1 to 64 characters of a-z, 0-9, '.', '_' and '-'.");

    public static Revision? Revision(string? text) =>
        text is null ? null
        : Aurix.Platform.Documents.Revision.TryParse(text, out var revision) ? revision
        : throw new UsageException("BadRevision", $"'{text}' is no revision.", "Revisions look like 2-31c54fec6490414ec5f327c295d0a0c3; see 'aurix history'.");

    /// <summary>What the document shows now, null where there is nothing to build on.</summary>
    public static async Task<GetOutcome.Found?> FindAsync(AurixHost host, DocumentId id, CancellationToken cancellationToken) =>
        await host.Mediator.Send(new GetDocument(id), cancellationToken) as GetOutcome.Found;

    public static Answer Tell(DocumentId id, PutOutcome outcome, string verb) => outcome switch
    {
        PutOutcome.Saved saved => Answer.Line($"{verb} {id} {saved.Revision}", new JsonObject { ["id"] = id.Value, ["rev"] = saved.Revision.ToString() }),
        PutOutcome.Stale stale => Answer.Line(
            $"Not saved: {id} has moved on to {stale.Winner}. Look at it with 'aurix get {id}', then save again on that revision.",
            new JsonObject { ["error"] = new JsonObject { ["code"] = "Stale", ["message"] = "The document has moved on.", ["rev"] = stale.Winner.ToString() } },
            ExitCodes.Conflict),
        _ => Answer.NotFound($"Not saved: {id} has no such revision. See 'aurix history {id}'."),
    };
}
