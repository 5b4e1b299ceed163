using System.Collections.Concurrent;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Faults;

/// <summary>What goes wrong on the road between devices and their server, by a seed: nothing in it waits for a clock.</summary>
/// <remarks>
/// Everything here happens to honest people: connections that break before or after the server heard, answers that are cut, drip or come
/// late, requests that are sent twice or again much later, and proxies with limits, storms and pages of their own. No answer says something
/// else than the server did; that is the business of the tests in Hostile.
/// </remarks>
internal sealed class FaultSchedule(int seed)
{
    private const int ShortestStorm = 5; // requests: a round tries one four times, and a shorter storm would end none
    private const int LongestStorm = 12; // longer ones only end more rounds at their first request

    private static readonly string[] Faults = ["dropped before", "dropped after", "request cut", "cut", "truncated", "twice", "echoed later", "late", "drip", "page"];

    private static readonly string[] FeedsFaults = ["feed cut", "feed ended", "feed forgotten", "feed buffered", "feed dripping", "feed repeated", "feed reordered", "feed truncated"];

    private readonly Random _chance = new(seed);
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<Func<Task<ProxyAnswer>>> _echoes = new();
    private readonly LateAnswers _late = new();
    private readonly SemaphoreSlim _passed = new(0);
    private ProxyAnswer? _storm;
    private int _stormLeft;

    /// <summary>How often something went wrong, by what it was.</summary>
    public ConcurrentDictionary<string, int> Counts { get; } = new();

    /// <summary>One request in so many meets trouble.</summary>
    public int OneIn { get; set; } = 12;

    /// <summary>How many times as often as any other trouble a storm begins. Who follows stays away for minutes after some of them.</summary>
    public int Storms { get; init; } = 4;

    /// <summary>Passes a request on, or does not, or not as it was.</summary>
    public async Task<ProxyAnswer> PassAsync(ProxyRequest request, Func<int?, Task<ProxyAnswer>> ask)
    {
        using var passing = _late.Enter();
        _passed.Release();
        var fault = Draw();
        Count(fault);

        switch (fault)
        {
            case "dropped before":
                return ProxyAnswer.Dropped;
            case "request cut":
                await IgnoreAsync(() => ask(Next(Math.Max(1, request.Body.Length))));
                return ProxyAnswer.Dropped;
            case "storm":
                return Storm(request);
            case "page":
                return Page();
            case "echoed later":
                _echoes.Enqueue(() => ask(null)); // the server gets it once more when nobody expects it
                return await ask(null);
        }

        if (_echoes.TryDequeue(out var echo))
        {
            await IgnoreAsync(echo);
        }

        var answer = await ask(null);
        switch (fault)
        {
            case "dropped after":
                return ProxyAnswer.Dropped;
            case "twice":
                return await ask(null);
            case "cut":
                return answer with { BreaksAfter = Next(Math.Max(1, answer.Body.Length)) };
            case "truncated":
                return answer.Body.Length > 1 ? answer with { Body = answer.Body[..Next(answer.Body.Length)] } : ProxyAnswer.Dropped;
            case "late":
                await passing.LetOthersPassAsync(1 + Next(4));
                return answer;
            case "drip":
                return answer with { Drip = 1 + Next(Math.Max(1, answer.Body.Length / 8)) };
            default:
                return answer;
        }
    }

    /// <summary>Answers in a server's place who wants to follow it; null lets them.</summary>
    public ProxyAnswer? RefuseFeed(ProxyRequest request)
    {
        var fault = request.IsFeed ? Draw() : null;
        var refused = fault switch
        {
            "storm" => Storm(request),
            "page" => Page(),
            "dropped before" => ProxyAnswer.Dropped,
            _ => null,
        };
        Count(refused is null ? null : "feed refused");
        return refused;
    }

    /// <summary>Hands on what a feed that stays open carries, or not, or not as it was.</summary>
    public IAsyncEnumerable<byte[]> PassFeed(IAsyncEnumerable<byte[]> feed)
    {
        var fault = Next(4) == 0 ? null : FeedsFaults[Next(FeedsFaults.Length)];
        Count(fault);
        return fault switch
        {
            "feed cut" => FeedFaults.CutAsync(feed, 1 + Next(3000)),
            "feed ended" => FeedFaults.EndedAsync(feed, Next(5)),
            "feed forgotten" => FeedFaults.ForgottenAsync(feed, Next(5)),
            "feed buffered" => FeedFaults.BufferedAsync(feed, 1000 + Next(4000)),
            "feed dripping" => FeedFaults.DripAsync(feed, 1 + Next(200)),
            "feed repeated" => FeedFaults.RepeatedAsync(feed),
            "feed reordered" => FeedFaults.ReorderedAsync(feed),
            "feed truncated" => FeedFaults.TruncatedAsync(feed, 1 + Next(3)),
            _ => feed,
        };
    }

    /// <summary>Waits until so many more requests have come.</summary>
    public async Task AwaitAsync(int requests, CancellationToken cancellationToken)
    {
        while (_passed.Wait(0, CancellationToken.None))
        {
        }

        for (; requests > 0; requests--)
        {
            await _passed.WaitAsync(cancellationToken);
        }
    }

    private void Count(string? fault)
    {
        if (fault is not null)
        {
            Counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
        }
    }

    private ProxyAnswer Page() => ProxyAnswer.Text(Next(2) == 0 ? 404 : 502, "<html>nothing to see here</html>");

    private string? Draw()
    {
        lock (_gate)
        {
            if (_stormLeft > 0)
            {
                return "storm";
            }

            return _chance.Next(OneIn) == 0 && _chance.Next(Faults.Length + Storms) is var fault ? (fault < Faults.Length ? Faults[fault] : "storm") : null;
        }
    }

    private ProxyAnswer Storm(ProxyRequest request)
    {
        lock (_gate)
        {
            if (_stormLeft-- <= 0)
            {
                _stormLeft = _chance.Next(ShortestStorm, LongestStorm + 1);
                _storm = _chance.Next(7) switch
                {
                    0 => ProxyAnswer.Error(429, "too_many_requests").With("Retry-After", "3"),
                    1 => ProxyAnswer.Error(503, "service_unavailable"),
                    2 => ProxyAnswer.Error(408, "timeout"),
                    3 => ProxyAnswer.Error(507, "insufficient_storage"),
                    4 or 5 => ProxyAnswer.Dropped, // the road is gone
                    _ => ProxyAnswer.Text(413, "<html>too large</html>"),
                };
            }

            return _storm!.Status is 413 or 507 && request.Method == "GET" ? ProxyAnswer.Error(500, "internal_server_error") : _storm;
        }
    }

    private int Next(int below)
    {
        lock (_gate)
        {
            return _chance.Next(below);
        }
    }

    private static async Task IgnoreAsync(Func<Task<ProxyAnswer>> send)
    {
        try
        {
            await send();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // nobody waits for this answer
        }
    }
}
