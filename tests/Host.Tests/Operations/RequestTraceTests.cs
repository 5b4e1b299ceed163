using System.Diagnostics;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Operations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Operations;

[Collection(Listening.Name)]
public sealed class RequestTraceTests
{
    private static readonly RequestTrace<EndLogin, bool> Trace = new(NullLogger.Instance, TimeProvider.System);
    private static readonly EndLogin Request = new(1);

    [Fact]
    public async Task While_nobody_listens_a_message_allocates_nothing()
    {
        var answer = Task.FromResult(true);
        await Trace.Handle(Request, CancellationToken.None, () => answer);
        MediatR.RequestHandlerDelegate<bool> next = () => answer;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 1000; call++)
        {
            _ = Trace.Handle(Request, CancellationToken.None, next);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task How_a_message_ended_is_counted_in_words_of_which_there_are_few()
    {
        using var book = new SeriesBook(HostMeter.Name);

        await SendAsync(() => Task.FromResult(true));
        await SendAsync(() => throw new UsageException("LoginUnknown", "There is no login 'CanaryName'.", "Begin again."));
        await SendAsync(() => throw new ModuleException("ModuleFault", "failed at 'CanaryText'", "Report it."));
        await SendAsync(() => throw new ModuleException("MessageTimeout", "failed at 'CanaryText'", "Report it."));
        await SendAsync(() => throw new InvalidOperationException("CanaryText"));
        await SendAsync(() => throw new OperationCanceledException());
        var lines = book.Write(PrometheusText.Write).Split('\n');

        Assert.Equal(
            [
                """aurix_messages_total{aurix_message_type="EndLogin",aurix_message_outcome="answered"} 1""",
                """aurix_messages_total{aurix_message_type="EndLogin",aurix_message_outcome="cancelled",error_type="OperationCanceledException"} 1""",
                """aurix_messages_total{aurix_message_type="EndLogin",aurix_message_outcome="failed",error_type="ModuleException"} 1""",
                """aurix_messages_total{aurix_message_type="EndLogin",aurix_message_outcome="failed",error_type="_OTHER"} 1""",
                """aurix_messages_total{aurix_message_type="EndLogin",aurix_message_outcome="refused",error_type="UsageException"} 1""",
                """aurix_messages_total{aurix_message_type="EndLogin",aurix_message_outcome="timed_out",error_type="ModuleException"} 1""",
            ],
            lines.Where(line => line.StartsWith("aurix_messages_total", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(2, lines.Count(line => line.StartsWith("aurix_message_failures_total", StringComparison.Ordinal)));
        Assert.Contains("""aurix_message_duration_seconds_count{aurix_message_type="EndLogin"} 6""", lines);
        Assert.DoesNotContain(lines, line => line.Contains("Canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_is_a_span_below_the_one_that_sent_it_and_says_nothing_of_what_went_wrong_but_its_kind()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HostMeter.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        await SendAsync(async () =>
        {
            await SendAsync(() => throw new ModuleException("ModuleFault", "failed at 'CanaryText'", "Report it."));
            return true;
        });

        Assert.Equal(["EndLogin", "EndLogin"], spans.Select(span => span.OperationName));
        Assert.Equal(spans[1].SpanId, spans[0].ParentSpanId);
        Assert.Equal((ActivityStatusCode.Error, ActivityStatusCode.Unset), (spans[0].Status, spans[1].Status));
        Assert.Null(spans[0].StatusDescription);
        Assert.Equal(
            ["aurix.message.outcome=failed", "aurix.message.type=EndLogin", "aurix.module.role=crypto", "error.type=ModuleException"],
            spans[0].Tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_server_is_told_the_number_of_a_trace()
    {
        Assert.False(HostActivity.IsWatched);
        using var activity = new Activity("round").Start();
        var told = new List<string>();

        DistributedContextPropagator.Current.Inject(activity, told, (carrier, name, _) => ((List<string>)carrier!).Add(name));

        Assert.Empty(told);
    }

    private static async Task SendAsync(Func<Task<bool>> answer)
    {
        try
        {
            await Trace.Handle(Request, CancellationToken.None, () => answer());
        }
        catch (Exception)
        {
            // told to whoever asked; here it is about what is counted
        }
    }
}
