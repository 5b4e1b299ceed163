using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Host.Control;

/// <summary>Asks every process that stays on a data folder.</summary>
internal static class ControlCall
{
    /// <summary>The answers, by process; empty when none runs, and where the host's folder is not there none ever did. A socket that nobody listens on is what a killed process left, and is cleared away.</summary>
    public static async Task<List<JsonObject>> AskAllAsync(string hostFolder, JsonObject question, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(hostFolder))
        {
            return []; // asking makes no folder
        }

        var answers = new List<JsonObject>();
        foreach (var path in Directory.EnumerateFiles(ControlAddress.Folder(hostFolder), ControlAddress.Pattern).Order(StringComparer.Ordinal))
        {
            if (await AskAsync(path, question.ToJsonString(), cancellationToken) is { } answer)
            {
                answer["process"] = Path.GetFileNameWithoutExtension(path);
                answers.Add(answer);
            }
        }

        return answers;
    }

    /// <summary>What the first of them that refused said; null when none did.</summary>
    /// <param name="answers">From <see cref="AskAllAsync"/>.</param>
    /// <param name="otherwise">The code where it named none.</param>
    public static (string Code, string Message, string NextStep)? Refusal(IEnumerable<JsonObject> answers, string otherwise) =>
        answers.FirstOrDefault(answer => answer["error"] is not null)?["error"] is { } error
            ? ((string?)error["code"] ?? otherwise, (string?)error["message"] ?? "The daemon did not say why.", (string?)error["nextStep"] ?? "Look at the daemon's log.")
            : null;

    private static async Task<JsonObject?> AskAsync(string path, string question, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        }
        catch (SocketException)
        {
            File.Delete(path);
            return null;
        }

        try
        {
            await ControlLine.WriteAsync(socket, question, cancellationToken);
            return await ControlLine.ReadAsync(socket, cancellationToken) is { } line ? JsonNode.Parse(line) as JsonObject : null;
        }
        catch (Exception ended) when (ended is SocketException or JsonException)
        {
            return null; // it stopped while we asked
        }
    }
}
