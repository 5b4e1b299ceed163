using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using MediatR;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>What met, what was made of it, and how to have it otherwise.</summary>
internal sealed class ConflictRoutes(IMediator mediator, GatewayOptions options) : IRoutes
{
    private const int Most = 1000;

    public IEnumerable<Route> All =>
    [
        new("GET", "conflicts", AppScopes.Read, "Documents in which versions met, settled or not. Query: open (true for those that wait for a person).", ListAsync),
        new("GET", "conflicts/{id}", AppScopes.Read, "Explains a conflict: what met, over what, who settled it by which rule, what came out, and what is left to choose.", ExplainAsync),
        new("POST", "conflicts/{id}/answer", AppScopes.Write, "Decides an open conflict by {version}, or a choice that a merge left by {version, choice}; without a version what stands stays.", AnswerAsync),
        new("POST", "conflicts/{id}/undo", AppScopes.Write, "Takes the last merge back as far as {version} goes; without one, the version edited last among those that are not shown.", UndoAsync),
    ];

    private async Task ListAsync(RestCall call)
    {
        await mediator.Send(new NormaliseDocuments(), call.Aborted); // what can be settled is, so that the list shows what cannot
        var all = (await mediator.Send(new ListConflicts(null, Most), call.Aborted)).Conflicts;
        var listed = call.Query.Flag("open") ? all.Where(conflict => !conflict.Settled || conflict.OpenRecords > 0) : all;
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
        {
            ["conflicts"] = new JsonArray([.. listed.Select(conflict => new JsonObject
            {
                ["id"] = conflict.Id.Value,
                ["type"] = conflict.Type.Value,
                ["shown"] = conflict.Shown.ToString(),
                ["settled"] = conflict.Settled,
                ["strategy"] = conflict.Strategy,
                ["reason"] = conflict.Reason,
                ["choices"] = conflict.OpenRecords,
                ["versions"] = new JsonArray([.. conflict.Versions.Select(version => new JsonObject
                {
                    ["rev"] = version.Revision.ToString(),
                    ["edited"] = DocumentJson.Time(version.Stamp),
                    ["deleted"] = version.Deleted,
                })]),
            })]),
        });
    }

    private async Task ExplainAsync(RestCall call)
    {
        var explained = await mediator.Send(new ExplainConflict(Fields.Id(call)), call.Aborted)
            ?? throw Problem.Missing("The document shows no work of a merge and has no open conflict.");
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
        {
            ["id"] = explained.Id.Value,
            ["type"] = explained.Type.Value,
            ["shown"] = explained.Shown.ToString(),
            ["merge"] = explained.Merge?.ToString(),
            ["strategy"] = explained.Provenance?.Strategy,
            ["strategyVersion"] = explained.Provenance?.Version,
            ["baseQuality"] = explained.Provenance?.Base.ToString().ToLowerInvariant(),
            ["provisional"] = explained.Provenance?.Provisional,
            ["policy"] = explained.Provenance?.PolicyStamp?.Time.ToString("O", CultureInfo.InvariantCulture),
            ["reason"] = explained.Reason,
            ["base"] = explained.Base is { } before ? Json(before) : null,
            ["versions"] = new JsonArray([.. explained.Versions.Select(Json)]),
            ["result"] = explained.Result is { } result ? Json(result) : null,
            ["choices"] = new JsonArray([.. explained.Records.Select(Json)]),
        });
    }

    private async Task AnswerAsync(RestCall call)
    {
        using var body = await RequestBody.ReadObjectAsync(call.Exchange, options.MaxDocumentSize);
        var (version, choice) = (Fields.Text(body.RootElement, "version"), Fields.Text(body.RootElement, "choice"));
        if (version is null && choice is null)
        {
            throw new Problem(400, "BadBody", "An open conflict is answered with one of its versions.");
        }

        var revision = await mediator.Send(new AnswerConflict(Fields.Id(call), version is null ? null : Fields.Revision(version), choice), CancellationToken.None);
        await mediator.Send(new NormaliseDocuments(), CancellationToken.None); // what the answer contains is parked now
        await DocumentJson.SavedAsync(call, 200, Fields.Id(call), revision);
    }

    private async Task UndoAsync(RestCall call)
    {
        using var body = await RequestBody.ReadObjectAsync(call.Exchange, options.MaxDocumentSize);
        var version = Fields.Text(body.RootElement, "version") is { } text ? Fields.Revision(text) : (Revision?)null;
        await DocumentJson.SavedAsync(call, 200, Fields.Id(call), await mediator.Send(new UndoMerge(Fields.Id(call), version), CancellationToken.None));
    }

    private static JsonObject Json(ExplainedVersion version) => new()
    {
        ["rev"] = version.Revision.ToString(),
        ["edited"] = version.Stamp is { } stamp ? DocumentJson.Time(stamp) : null,
        ["kept"] = version.Body is not null,
        ["deleted"] = version.Body?.Deleted,
        ["content"] = Parsed(version.Body?.Content),
        ["files"] = version.Body is { } holder ? new JsonArray([.. holder.Attachments.Keys.Select(name => JsonValue.Create(name))]) : null,
    };

    private static JsonObject Json(ConflictRecord record) => new()
    {
        ["id"] = record.Id,
        ["path"] = record.Path,
        ["kind"] = record.Kind,
        ["base"] = Parsed(record.Base),
        ["variants"] = new JsonArray([.. record.Variants.Select(variant => new JsonObject { ["rev"] = variant.Revision.ToString(), ["value"] = Parsed(variant.Value) })]),
        ["chosen"] = record.Chosen?.ToString(),
    };

    private static JsonNode? Parsed(CanonicalJson? value) => value is null ? null : JsonNode.Parse(value.Utf8.Span, documentOptions: new() { MaxDepth = CanonicalJson.MaxDepth });
}
