using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>What happens, as server-sent events that can be taken up where they were left.</summary>
internal sealed class EventRoutes(IMediator mediator) : IRoutes
{
    private const int Page = 1000;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15); // what stands between closes a line that is silent for a minute

    public IEnumerable<Route> All =>
        [new("GET", "events", AppScopes.Read, "Changes of documents as they happen, as server-sent events whose ids are sequences. Query: since, a sequence, 0 for all; without it and without Last-Event-ID from now on.", FollowAsync)];

    private async Task FollowAsync(RestCall call)
    {
        var since = await BeginningAsync(call);
        await using var answer = new JsonAnswer(call.Exchange, isEvents: true);
        await answer.FlushAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Exchange.Closing);
        while (!over.IsCancellationRequested)
        {
            var batch = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, Page), call.Aborted);
            foreach (var row in batch.Rows)
            {
                answer.BeginEvent();
                answer.Json.WriteStartObject();
                answer.Json.WriteNumber("seq"u8, row.Sequence.Value);
                answer.Json.WriteString("id"u8, row.Id.Value);
                answer.Json.WriteString("rev"u8, row.Winner.ToString());
                answer.Json.WriteBoolean("deleted"u8, row.IsDeleted);
                answer.Json.WriteEndObject();
                await answer.EndEventAsync(row.Sequence.Value.ToString(CultureInfo.InvariantCulture));
            }

            since = batch.LastSequence;
            await answer.FlushAsync();
            if (batch.CaughtUp && !await WaitAsync(since, over.Token))
            {
                await answer.BeatAsync();
            }
        }
    }

    private async Task<bool> WaitAsync(LocalSequence since, CancellationToken over)
    {
        try
        {
            return await mediator.Send(new AwaitChanges(DatabaseName.Vault, since, Beat), over);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return true; // the server stops, and the stream ends whole
        }
    }

    private async Task<LocalSequence> BeginningAsync(RestCall call)
    {
        var text = call.Exchange.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last.Trim('"') : call.Query.Text("since");
        if (text is null)
        {
            return (await mediator.Send(new DescribeDatabase(DatabaseName.Vault), call.Aborted))?.UpdateSequence ?? LocalSequence.Start;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? new LocalSequence(value)
            : throw new Problem(400, "BadSequence", "'since' is a sequence, as events have it for their id.");
    }
}
