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
        Assert.Equal("replicated", (await Node.RunAsync(Folder, "replicate.mjs", url, peer)).Trim());
    }
}
