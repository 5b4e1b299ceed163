using System.Diagnostics;

namespace Aurix.Platform.Tests;

/// <summary>Real PouchDB and pouchdb-server, as child processes: documents, deletions, conflicts, attachments and live feeds, both ways.</summary>
public sealed class PouchDbTests
{
    private const string Folder = "tests/pouchdb";

    [NodeFact(Folder)]
    public Task PouchDB_9_replicates_both_ways() => RunAsync("pouchdb");

    [NodeFact(Folder)]
    public Task Pouchdb_server_replicates_both_ways() => RunAsync("pouchdb-server");

    private static async Task RunAsync(string peer)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var url = new UriBuilder(gateway.Address) { UserName = "ines", Password = "pw-ines", Path = "notes" }.Uri.AbsoluteUri;
        using var node = Process.Start(new ProcessStartInfo("node", ["replicate.mjs", url, peer])
        {
            WorkingDirectory = NodeFactAttribute.Locate(Folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = node.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = node.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await node.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(node.ExitCode == 0, await errors);
        Assert.Equal("replicated", (await output).Trim());
    }
}
