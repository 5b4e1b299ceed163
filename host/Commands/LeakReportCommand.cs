using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class LeakReportCommand
{
    public static Command Make()
    {
        var command = new Command("leak-report", "What the server can see about this vault, worked out from what it stores.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var report = await host.Mediator.Send(new ReportLeaks { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return new Answer(Json(report), console =>
            {
                var table = Tables.Make("stored there", "value");
                foreach (var (name, value) in Rows(report))
                {
                    table.Row(name, value);
                }

                console.Write(table);
                console.Line("By watching, not stored:");
                foreach (var sentence in report.ByWatching)
                {
                    console.Line("- " + sentence);
                }
            });
        });
        return command;
    }

    private static IEnumerable<(string Name, string Value)> Rows(LeakReport report)
    {
        yield return ("address", report.Address);
        yield return ("user", report.User);
        yield return ("databases", string.Join(", ", report.Databases));
        yield return ("documents", Text(report.Documents.Count));
        yield return ("  with the deletion flag", Text(report.Documents.Deleted));
        yield return ("  with more than one leaf", Text(report.Documents.Branched));
        yield return ("  leaves", Text(report.Documents.Leaves));
        yield return ("  written how often: documents", Text(report.Documents.Edits));
        yield return ("  envelope bytes: leaves", Text(report.Documents.Sizes));
        yield return ("  epoch: leaves", Text(report.Documents.Epochs));
        yield return ("chunks and manifests", Text(report.Chunks.Count));
        yield return ("  bytes", Text(report.Chunks.Bytes));
        yield return ("  bytes each: chunks", Text(report.Chunks.Sizes));
        if (report.Vault is { } vault)
        {
            yield return ("vault document", vault.Mode == 0 ? "opened by a password" : "opened by a password and a secret key");
            yield return ("  password slots, generations", string.Join(", ", vault.PasswordSlots.Select(Text)));
            yield return ("  recovery slot, generation", Text(vault.RecoverySlot));
            yield return ("  key ring, generation and bytes", $"{Text(vault.Ring)}, {Text(vault.RingBytes)}");
        }

        yield return ("device heads, log segments", $"{Text(report.Heads)}, {Text(report.Logs)}");
        yield return ("checkpoints of this device", string.Join(", ", report.Checkpoints));
        yield return ("documents that are not ours", $"{Text(report.StrangerCount)} {string.Join(", ", report.Strangers)}".TrimEnd());
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(ImmutableArray<LeakedCount> counts) =>
        string.Join(", ", counts.Select(count => $"{(count.Value is { } value ? Text(value) : "others")}: {Text(count.Count)}"));

    private static JsonObject Json(LeakReport report) => new()
    {
        ["address"] = report.Address,
        ["user"] = report.User,
        ["databases"] = Json(report.Databases),
        ["documents"] = new JsonObject
        {
            ["count"] = report.Documents.Count,
            ["deleted"] = report.Documents.Deleted,
            ["branched"] = report.Documents.Branched,
            ["leaves"] = report.Documents.Leaves,
            ["edits"] = Json(report.Documents.Edits),
            ["sizes"] = Json(report.Documents.Sizes),
            ["epochs"] = Json(report.Documents.Epochs),
        },
        ["chunks"] = new JsonObject { ["count"] = report.Chunks.Count, ["bytes"] = report.Chunks.Bytes, ["sizes"] = Json(report.Chunks.Sizes) },
        ["vault"] = report.Vault is not { } vault ? null : new JsonObject
        {
            ["mode"] = vault.Mode,
            ["passwordSlots"] = new JsonArray([.. vault.PasswordSlots.Select(generation => JsonValue.Create(generation))]),
            ["recoverySlot"] = vault.RecoverySlot,
            ["ring"] = vault.Ring,
            ["ringBytes"] = vault.RingBytes,
        },
        ["logs"] = report.Logs,
        ["heads"] = report.Heads,
        ["checkpoints"] = Json(report.Checkpoints),
        ["strangers"] = Json(report.Strangers),
        ["strangerCount"] = report.StrangerCount,
        ["byWatching"] = Json(report.ByWatching),
    };

    private static JsonArray Json(ImmutableArray<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonArray Json(ImmutableArray<LeakedCount> counts) =>
        new([.. counts.Select(count => new JsonObject { ["value"] = count.Value, ["count"] = count.Count })]);
}
