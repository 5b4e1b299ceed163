using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Replication;

/// <summary>How far one direction has come, kept on both sides: the place that both remember is where it goes on.</summary>
/// <remarks>
/// CouchDB's two-sided replication log. If one side was restored, recreated or lied about its log, the newest session that both
/// know decides, and none means from the start: time is lost, never data.
/// </remarks>
internal sealed class CheckpointLog
{
    private const int HistoryLength = 10; // more grows every checkpoint, fewer send a restored side further back

    private const string Mark = "mark";

    private readonly IMediator _mediator;
    private readonly IRemoteDatabase _remote;
    private readonly string _id;
    private readonly bool _push;
    private readonly string _mark;
    private readonly string _session;
    private ImmutableArray<(string Session, string Sequence)> _history = [];
    private string? _remoteVersion;

    private CheckpointLog(IMediator mediator, IRemoteDatabase remote, string id, bool push, string mark)
    {
        _mediator = mediator;
        _remote = remote;
        _id = id;
        _push = push;
        _mark = mark;
        _session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>Where both sides agree that this direction is; null for the start. Opaque when pulling.</summary>
    public string? Since { get; private set; }

    /// <summary>The same as a place in the local feed, for a push; the start where it is none.</summary>
    public LocalSequence Place => long.TryParse(Since, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? new(value) : LocalSequence.Start;

    /// <summary>Reads both logs and finds the newest session they share.</summary>
    /// <param name="client">This device's random name for this account. With the vault and the server's instance it names the process, without naming anybody.</param>
    /// <param name="mark">What is chosen to travel. A place that was reached under another choice says nothing of what that one left out.</param>
    /// <param name="instance">Changes when the server's database was recreated, and with it the log's name.</param>
    public static async Task<CheckpointLog> OpenAsync(IMediator mediator, IRemoteDatabase remote, string client, string vault, string instance, bool push, string mark, CancellationToken cancellationToken)
    {
        var log = new CheckpointLog(mediator, remote, NameOf(client, vault, instance, push), push, mark);
        await log.ReadAsync(cancellationToken);
        return log;
    }

    /// <summary>What the log is called on both sides.</summary>
    public static string NameOf(string client, string vault, string instance, bool push)
    {
        var name = $"{client}\n{vault}\n{instance}\n{(push ? "push" : "pull")}";
        return "aurix-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32];
    }

    /// <summary>Goes through everything again from the start.</summary>
    public void StartOver() => Since = null;

    /// <summary>Moves on: the target's log first, so that the source never claims more than the target has (I-2).</summary>
    public async Task AdvanceAsync(string sequence, CancellationToken cancellationToken)
    {
        _history = [(_session, sequence), .. _history.Where(entry => entry.Session != _session).Take(HistoryLength - 1)];
        Since = sequence;
        if (_push)
        {
            await WriteRemoteAsync(cancellationToken);
            await WriteLocalAsync(cancellationToken);
        }
        else
        {
            await WriteLocalAsync(cancellationToken);
            await TellSourceAsync(cancellationToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var remote = await _remote.GetAsync("_local/" + _id, cancellationToken);
        _remoteVersion = CouchJson.Text(remote, "_rev");
        var local = await _mediator.Send(new GetLocalDocument(DatabaseName.Vault, _id), cancellationToken);
        var own = local is null ? null : JsonNode.Parse(local.Body.Utf8.Span) as JsonObject;
        if (remote is null || own is null || (CouchJson.Text(own, Mark) ?? "") != _mark)
        {
            return;
        }

        var theirs = History(remote).ToHashSet();
        var mine = History(own);
        _history = mine;

        // Session and place have to agree. A session that both know with different places was cut off, or one side was restored from
        // a copy made in its middle; which of the two is behind cannot be told, because a place is opaque.
        Since = mine.Where(theirs.Contains).Select(entry => entry.Sequence).FirstOrDefault();
    }

    private Task WriteLocalAsync(CancellationToken cancellationToken)
    {
        var document = Document();
        document[Mark] = _mark; // with the place, so that neither is ever there without the other; the server has no use for it
        var body = new BodyBytes(Encoding.UTF8.GetBytes(document.ToJsonString()));
        return _mediator.Send(new PutLocalDocument(DatabaseName.Vault, _id, body, ExpectedVersion: -1), cancellationToken);
    }

    // A server without space for so much as this can still be read: the next round starts further back, and fetches no document twice.
    private async Task TellSourceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteRemoteAsync(cancellationToken);
        }
        catch (RemoteRefusedException full) when (full.Code == CouchClient.ServerFull)
        {
        }
    }

    private async Task WriteRemoteAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var document = Document();
            if (_remoteVersion is not null)
            {
                document["_rev"] = _remoteVersion;
            }

            if (await _remote.PutAsync("_local/" + _id, document, cancellationToken) is { } version)
            {
                _remoteVersion = version;
                return;
            }

            _remoteVersion = CouchJson.Text(await _remote.GetAsync("_local/" + _id, cancellationToken), "_rev");
        }

        // Two refusals in a row: another process of this device is at it. Its log serves as well; ours would only repeat work.
    }

    private JsonObject Document() => new()
    {
        ["session_id"] = _session,
        ["source_last_seq"] = Since,
        ["replication_id_version"] = 1,
        ["history"] = new JsonArray([.. _history.Select(entry => new JsonObject { ["session_id"] = entry.Session, ["recorded_seq"] = entry.Sequence })]),
    };

    private static ImmutableArray<(string Session, string Sequence)> History(JsonObject? document) =>
    [
        .. (document?["history"] as JsonArray ?? [])
            .Select(entry => (Session: CouchJson.Text(entry, "session_id"), Sequence: CouchJson.Text(entry, "recorded_seq")))
            .Where(entry => entry is { Session: not null, Sequence: not null })
            .Select(entry => (entry.Session!, entry.Sequence!)),
    ];
}
