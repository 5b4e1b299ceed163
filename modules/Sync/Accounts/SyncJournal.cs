using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Remembers how the last round ended, for <c>aurix sync status</c>. Nothing is decided on it.</summary>
internal sealed class SyncJournal(IModuleContext context)
{
    private string JournalPath => Path.Combine(context.DataDirectory, "last-round.json");

    public (DateTimeOffset? LastSuccess, string? LastProblem) Read()
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(JournalPath))!;
            var success = (string?)json["success"];
            return (success is null ? null : DateTimeOffset.Parse(success, CultureInfo.InvariantCulture), (string?)json["problem"]);
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or FormatException or InvalidOperationException)
        {
            return (null, null);
        }
    }

    public void Succeeded() => Write(context.Time.GetUtcNow(), null);

    public void Failed(string problem) => Write(Read().LastSuccess, problem);

    private void Write(DateTimeOffset? success, string? problem)
    {
        try
        {
            OwnerFile.Replace(JournalPath, new JsonObject
            {
                ["success"] = success?.ToString("O", CultureInfo.InvariantCulture),
                ["problem"] = problem,
            }.ToJsonString());
        }
        catch (IOException)
        {
            // A full disk ended the round as well, and that is what its caller has to hear.
        }
    }
}
