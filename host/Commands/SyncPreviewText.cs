using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

/// <summary>What will leave the device, for a person and for a program.</summary>
internal static class SyncPreviewText
{
    public static void Show(IAnsiConsole console, SyncPreview preview)
    {
        var table = Tables.Make("what leaves this device", "");
        table.Row("to", preview.Address);
        table.Row("as", preview.User);
        table.Row("documents", $"{Text(preview.Documents)}, and {Text(preview.DeletedDocuments)} that are deleted");
        table.Row("attached files", $"{Text(preview.Files)}, {Text(preview.FileBytes)} bytes");
        if (!preview.StayHere.IsEmpty)
        {
            table.Row("stay here by choice", LeftOutText.Text(preview.StayHere));
        }

        console.Write(table);
        console.Line("All of it is sealed here first. The server will be able to see, of what it stores:");
        Show(console, preview.ServerStores);
        console.Line("And by watching:");
        Show(console, preview.ServerInfers);
        console.Line("'aurix leak-report' says it to the number once there is something.");
    }

    public static JsonObject Json(SyncPreview preview) => new()
    {
        ["address"] = preview.Address,
        ["user"] = preview.User,
        ["documents"] = preview.Documents,
        ["deletedDocuments"] = preview.DeletedDocuments,
        ["files"] = preview.Files,
        ["fileBytes"] = preview.FileBytes,
        ["stayHere"] = LeftOutText.Json(preview.StayHere),
        ["serverStores"] = Json(preview.ServerStores),
        ["serverInfers"] = Json(preview.ServerInfers),
    };

    private static void Show(IAnsiConsole console, ImmutableArray<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            console.Line("- " + sentence);
        }
    }

    private static JsonArray Json(ImmutableArray<string> sentences) => new([.. sentences.Select(sentence => JsonValue.Create(sentence))]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
