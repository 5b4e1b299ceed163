using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Remembers how the last round ended, and when both sides were last known to be equal, for <c>aurix sync status</c>. Nothing is decided on it.</summary>
internal sealed class SyncJournal(IModuleContext context)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30); // between two notes that all is equal: it is a write to the disk, and true every ten seconds

    private readonly Lock _one = new();

    private string JournalPath => Path.Combine(context.DataDirectory, "last-round.json");

    public JournalEntry Read()
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(JournalPath))!;
            return new(Time(json["success"]), (string?)json["problem"], Time(json["equal"])) { HeldDeletes = (int?)json["heldDeletes"] ?? 0 };
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or FormatException or InvalidOperationException)
        {
            return new(null, null, null);
        }
    }

    /// <summary>A round came to its end.</summary>
    /// <param name="isEqual">Whether nothing was left to do on either side.</param>
    /// <param name="heldDeletes">How many deletes wait for their owner's yes.</param>
    public void Succeeded(bool isEqual, int heldDeletes)
    {
        var now = context.Time.GetUtcNow();
        Change(before => new(now, null, isEqual ? now : before.Equal) { HeldDeletes = heldDeletes });
    }

    public void Failed(string problem) => Change(before => before with { Problem = problem });

    /// <summary>The server is there, and nothing has changed on either side.</summary>
    public void Confirmed()
    {
        var now = context.Time.GetUtcNow();
        if (now - Read().Equal is not { } ago || ago > Step || ago < TimeSpan.Zero)
        {
            Change(before => before with { Equal = now });
        }
    }

    private static DateTimeOffset? Time(JsonNode? text) => text is null ? null : DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);

    private void Change(Func<JournalEntry, JournalEntry> change)
    {
        lock (_one)
        {
            var after = change(Read());
            try
            {
                OwnerFile.Replace(JournalPath, new JsonObject
                {
                    ["success"] = after.Success?.ToString("O", CultureInfo.InvariantCulture),
                    ["problem"] = after.Problem,
                    ["heldDeletes"] = after.HeldDeletes,
                    ["equal"] = after.Equal?.ToString("O", CultureInfo.InvariantCulture),
                }.ToJsonString());
            }
            catch (IOException)
            {
                // A full disk ended the round as well, and that is what its caller has to hear.
            }
        }
    }
}

/// <summary>What is remembered of rounds.</summary>
/// <param name="Success">When one last came to its end.</param>
/// <param name="Problem">What went wrong in the last one, null when nothing did.</param>
/// <param name="Equal">When both sides were last known to hold the same.</param>
internal sealed record JournalEntry(DateTimeOffset? Success, string? Problem, DateTimeOffset? Equal)
{
    /// <summary>How many deletes the last one held back.</summary>
    public int HeldDeletes { get; init; }
}
