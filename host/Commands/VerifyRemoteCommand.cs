using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VerifyRemoteCommand
{
    public static Command Make()
    {
        var files = new Option<bool>("--files") { Description = "Download and open every chunk of every file, instead of asking whether it is there." };
        var heal = new Option<bool>("--heal") { Description = "Send again what the server lacks and this device has." };
        var command = new Command("verify-remote", "Audit the server: everything there is ours and sealed, and everything of ours is there.") { files, heal };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var request = new VerifyRemote { Remote = RemoteInput.Of(parsed), Files = parsed.GetValue(files), Heal = parsed.GetValue(heal) };
            var found = await host.Mediator.Send(request, cancellationToken);
            return new Answer(
                Json(found),
                console =>
                {
                    if (!found.Findings.IsEmpty)
                    {
                        var table = Tables.Make("finding", "on the server", "revision", "document", "what it means");
                        foreach (var finding in found.Findings)
                        {
                            table.Row(finding.Code, finding.RemoteId, finding.Revision, finding.Document?.Value ?? "", finding.Detail);
                        }

                        console.Write(table);
                    }

                    console.Line($"{Text(found.Documents)} documents, {Text(found.Leaves)} leaves that open, {Text(found.Files)} files of {Text(found.Chunks)} chunks{(request.Files ? ", all opened" : "")}.");
                    console.Line(found.FindingCount == 0 ? "Everything is ours, sealed and there." : $"{Text(found.FindingCount)} findings, {Text(found.Healed)} sent again. Local documents are untouched.");
                },
                found.FindingCount == 0 ? ExitCodes.Success : ExitCodes.Failure);
        });
        return command;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Json(RemoteVerification found) => new()
    {
        ["documents"] = found.Documents,
        ["leaves"] = found.Leaves,
        ["files"] = found.Files,
        ["chunks"] = found.Chunks,
        ["healed"] = found.Healed,
        ["findingCount"] = found.FindingCount,
        ["findings"] = new JsonArray([.. found.Findings.Select(finding => new JsonObject
        {
            ["code"] = finding.Code,
            ["id"] = finding.RemoteId,
            ["rev"] = finding.Revision,
            ["document"] = finding.Document?.Value,
            ["detail"] = finding.Detail,
        })]),
    };
}
