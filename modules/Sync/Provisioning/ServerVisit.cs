using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Provisioning;

/// <summary>An administrator's look around: asks, changes what may be changed, and keeps what was found.</summary>
/// <param name="client">Logged in as the administrator.</param>
/// <param name="checkOnly">Whether nothing is to be changed.</param>
internal sealed class ServerVisit(CouchClient client, bool checkOnly)
{
    private readonly ImmutableArray<ServerFinding>.Builder _findings = ImmutableArray.CreateBuilder<ServerFinding>();

    public CouchClient Client => client;

    public ImmutableArray<ServerFinding> Findings => _findings.ToImmutable();

    public void Good(string what, string found) => _findings.Add(new(what, found, ServerFindingKind.Good, ""));

    public void Recommend(string what, string found, string advice) => _findings.Add(new(what, found, ServerFindingKind.Recommended, advice));

    public void Unknown(string what, string found, string advice) => _findings.Add(new(what, found, ServerFindingKind.Unknown, advice));

    public void Need(string what, string found, string advice) => _findings.Add(new(what, found, ServerFindingKind.Needed, advice));

    /// <summary>Changes it, or says that it would have to be.</summary>
    public async Task ChangeAsync(string what, string found, string advice, Func<Task> change)
    {
        if (checkOnly)
        {
            Need(what, found, advice + ": run this without --check.");
            return;
        }

        await change();
        _findings.Add(new(what, found, ServerFindingKind.Changed, advice + ": done."));
    }

    /// <summary>What is at this path; null when nothing is.</summary>
    public async Task<JsonNode?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Get, path, null), cancellationToken);
        if (await client.IsAbsentAsync(response, path, cancellationToken))
        {
            return null;
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return await CouchClient.ReadJsonAsync(response, cancellationToken) ?? throw client.Garbled(path);
    }

    /// <summary>Makes a database; one that somebody else has just made is as good.</summary>
    public async Task CreateAsync(string database, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Put, database, null), cancellationToken);
        if (response.StatusCode != HttpStatusCode.PreconditionFailed)
        {
            await client.ThrowUnlessSuccessAsync(response, database, cancellationToken);
        }
    }
}
