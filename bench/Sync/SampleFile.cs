using System.Text.Json.Nodes;
using Aurix.Platform.Bench.Storage;

namespace Aurix.Platform.Bench.Sync;

/// <summary>The documents that every contestant moves, one a line, as <c>aurix put --lines</c> takes them.</summary>
internal static class SampleFile
{
    public static async Task<string> WriteAsync(string path, int count)
    {
        await using var file = File.CreateText(path);
        foreach (var sample in Samples.Documents(0, count))
        {
            await file.WriteLineAsync(new JsonObject { ["id"] = sample.Id, ["type"] = "note", ["content"] = JsonNode.Parse(sample.Json) }.ToJsonString());
        }

        return path;
    }
}
