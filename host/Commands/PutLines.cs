using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

/// <summary>Saves a document for each line of input and answers as it goes: a line on standard output means that this document survives a crash from now on.</summary>
internal static class PutLines
{
    // Lines that are there already share a trip to the disk; a line that comes alone does not wait for others.
    private const int LargestBatch = 500;

    public static async Task<Answer> RunAsync(AurixHost host, string path, CancellationToken cancellationToken)
    {
        using var input = path == "-" ? Console.In : new StreamReader(path);
        var lines = Channel.CreateBounded<Line>(new BoundedChannelOptions(LargestBatch) { SingleReader = true, SingleWriter = true });
        _ = ReadAsync(input, lines.Writer, cancellationToken);
        var saved = 0;
        while (await lines.Reader.WaitToReadAsync(cancellationToken))
        {
            // A document's second line builds on its first, so it waits for the next batch.
            var batch = new Dictionary<DocumentId, Line>();
            while (batch.Count < LargestBatch && lines.Reader.TryPeek(out var line) && batch.TryAdd(line.Id, line))
            {
                lines.Reader.TryRead(out _);
            }

            saved += await SaveAsync(host, batch.Values, cancellationToken);
        }

        return Answer.Line($"Saved {saved} documents.", new JsonObject { ["saved"] = saved });
    }

    // What goes wrong is told through the channel, after the lines before it.
    private static async Task ReadAsync(TextReader input, ChannelWriter<Line> lines, CancellationToken cancellationToken)
    {
        try
        {
            for (var number = 1; await input.ReadLineAsync(cancellationToken) is { } text; number++)
            {
                if (text.Length > 0)
                {
                    await lines.WriteAsync(Parse(text, number), cancellationToken);
                }
            }

            lines.Complete();
        }
        catch (Exception wrong)
        {
            lines.Complete(wrong);
        }
    }

    private static async Task<int> SaveAsync(AurixHost host, IReadOnlyCollection<Line> lines, CancellationToken cancellationToken)
    {
        var edits = new List<PutDocument>(lines.Count);
        foreach (var line in lines)
        {
            // As 'put' without --rev: whoever sends the line has said "replace it".
            var shown = await Documents.FindAsync(host, line.Id, cancellationToken);
            edits.Add(new PutDocument(line.Id, line.Content, shown?.Revision) { Type = line.Type });
        }

        var saved = 0;
        foreach (var (edit, outcome) in edits.Zip(await host.Mediator.Send(new PutDocuments([.. edits]), cancellationToken)))
        {
            var json = new JsonObject { ["id"] = edit.Id.Value };
            if (outcome is PutOutcome.Saved done)
            {
                json["rev"] = done.Revision.ToString();
                saved++;
            }
            else
            {
                json["error"] = outcome is PutOutcome.Refused refused ? refused.Reason.Code : "Stale";
            }

            await Console.Out.WriteLineAsync(json.ToJsonString());
        }

        await Console.Out.FlushAsync(cancellationToken);
        return saved;
    }

    private static Line Parse(string text, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var type = json.RootElement.TryGetProperty("type", out var named) ? Documents.Type(named.GetString() ?? "") : (DocumentType?)null;
            return new Line(Documents.Id(json.RootElement.GetProperty("id").GetString() ?? ""), type, CanonicalJson.Parse(json.RootElement.GetProperty("content").GetRawText()));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDocumentException("MalformedJson", $"Line {number} is no JSON object with 'id' and 'content'. The lines before it are saved.", "Correct the line and put the rest again.", wrong);
        }
    }

    private sealed record Line(DocumentId Id, DocumentType? Type, CanonicalJson Content);
}
