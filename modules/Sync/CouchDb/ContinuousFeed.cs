using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>A server's change feed that stays open: rows as they come, each with what its document shows.</summary>
/// <remarks>
/// A socket that looks open proves nothing: after a laptop slept, or behind a proxy that forgot the connection, it stays silent for ever.
/// So the server is asked for a sign of life, and silence ends the feed (couchdb.md, 10).
/// </remarks>
internal sealed class ContinuousFeed(CouchClient client, string database, TimeProvider time)
{
    /// <summary>How often the server is to say that it is there. The protocol recommends it; shorter costs a phone its battery, longer finds a dead line later.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>How long silence may last: two signs of life and the way.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(25);

    private const int LongestLine = 16 * 1024 * 1024; // twice the largest document that CouchDB takes by default

    /// <summary>Rows after a place, as many at a time as have come; none where the server only gave a sign of life.</summary>
    /// <exception cref="RemoteUnavailableException">The feed ended, broke or fell silent.</exception>
    /// <exception cref="RemoteRefusedException">What the server refuses, or a line that is too long.</exception>
    public async IAsyncEnumerable<ImmutableArray<LiveRow>> ReadAsync(string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watchdog = new CancellationTokenSource(Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(watchdog.Token, cancellationToken);
        using var response = await OpenAsync(since, either.Token, cancellationToken);
        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (true)
        {
            watchdog.CancelAfter(Silence);
            var (rows, lines, ended) = await ReadSomeAsync(reader, either.Token, cancellationToken);
            if (lines > 0) // a part of a row says nothing yet, and is no sign that nothing has changed
            {
                yield return rows;
            }

            if (ended)
            {
                throw Broken("ended", null);
            }
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(string? since, CancellationToken inTime, CancellationToken cancellationToken)
    {
        var path = $"{database}/_changes?feed=continuous&style=all_docs&include_docs=true&heartbeat={Heartbeat.TotalMilliseconds:0}&since={Uri.EscapeDataString(since ?? "0")}";
        try
        {
            var response = await client.OpenAsync(() => CouchClient.Request(HttpMethod.Get, path, null), inTime);
            try
            {
                await client.ThrowUnlessSuccessAsync(response, path, inTime);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        catch (OperationCanceledException silent) when (!cancellationToken.IsCancellationRequested)
        {
            throw Broken("was not opened in time", silent);
        }
    }

    private async Task<(ImmutableArray<LiveRow> Rows, int Lines, bool Ended)> ReadSomeAsync(PipeReader reader, CancellationToken inTime, CancellationToken cancellationToken)
    {
        try
        {
            var read = await reader.ReadAsync(inTime);
            var rows = ImmutableArray.CreateBuilder<LiveRow>();
            var left = read.Buffer;
            var lines = 0;
            while (left.PositionOf((byte)'\n') is { } end)
            {
                if (Row(left.Slice(0, end).ToArray()) is { } row)
                {
                    rows.Add(row);
                }

                left = left.Slice(left.GetPosition(1, end));
                lines++;
            }

            if (left.Length > LongestLine)
            {
                throw new RemoteRefusedException(CouchClient.AnswerTooLarge, $"'{database}' sent a line of more than {LongestLine / 1024 / 1024} MiB.", "Nothing of it was used. Look at the server or at what is in between.");
            }

            reader.AdvanceTo(left.Start, left.End);
            return (rows.ToImmutable(), lines, read.IsCompleted);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw Broken("broke off", failure);
        }
        catch (OperationCanceledException silent) when (!cancellationToken.IsCancellationRequested)
        {
            throw Broken($"was silent for {Silence.TotalSeconds:0} s", silent);
        }
    }

    // An empty line is a sign of life; a line without an id is the feed's end, or nothing that can be used: a round will tell.
    private static LiveRow? Row(ReadOnlySpan<byte> line)
    {
        if (CouchJson.Parse(line) is not { } json || CouchJson.Text(json, "id") is not { } id)
        {
            return null;
        }

        return new(id, CouchDatabase.Leaves(json), CouchJson.Member(json, "doc") as JsonObject);
    }

    private RemoteUnavailableException Broken(string how, Exception? inner) =>
        new($"The change feed of '{database}' {how}.", "It is opened again by itself; everything local goes on.", retryAfter: null, inner);
}

/// <summary>A row of a feed that stays open.</summary>
/// <param name="Id">The document.</param>
/// <param name="Revisions">Its leaves.</param>
/// <param name="Document">What it shows; null when the server did not send it along.</param>
internal sealed record LiveRow(string Id, ImmutableArray<string> Revisions, JsonObject? Document);
