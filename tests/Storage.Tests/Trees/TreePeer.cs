using System.Diagnostics;
using System.Text.Json;

namespace Aurix.Platform.Tests.Trees;

/// <summary>One Node process that tells what CouchDB's rules and PouchDB make of histories: one JSON a line, there and back.</summary>
internal sealed class TreePeer : IDisposable
{
    private readonly Process _node;

    public TreePeer()
    {
        _node = Process.Start(new ProcessStartInfo("node", "trees.mjs")
        {
            WorkingDirectory = NodeFactAttribute.Locate("tests/pouchdb"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    public async Task<JsonDocument> AskAsync(string history)
    {
        await _node.StandardInput.WriteLineAsync(history);
        await _node.StandardInput.FlushAsync();
        return await _node.StandardOutput.ReadLineAsync() is { } line
            ? JsonDocument.Parse(line)
            : throw new InvalidOperationException($"The peer ended: {await _node.StandardError.ReadToEndAsync()}");
    }

    public void Dispose()
    {
        _node.Kill();
        _node.Dispose();
    }
}
