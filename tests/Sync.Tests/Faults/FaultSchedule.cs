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

    private static readonly string[] Faults = ["dropped before", "dropped after", "request cut", "cut", "truncated", "twice", "echoed later", "late", "drip", "page", "storm", "storm", "storm", "storm"];

    private readonly Random _chance = new(seed);
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<Func<Task<ProxyAnswer>>> _echoes = new();
    private readonly LateAnswers _late = new();
    private ProxyAnswer? _storm;
    private int _stormLeft;

    /// <summary>How often something went wrong, by what it was.</summary>
    public ConcurrentDictionary<string, int> Counts { get; } = new();

    /// <summary>One request in so many meets trouble.</summary>
    public int OneIn { get; set; } = 12;

    /// <summary>Passes a request on, or does not, or not as it was.</summary>
    public async Task<ProxyAnswer> PassAsync(ProxyRequest request, Func<int?, Task<ProxyAnswer>> ask)
    {
        using var passing = _late.Enter();
        var fault = Draw();
        if (fault is not null)
        {
            Counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
        }

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
                return ProxyAnswer.Text(Next(2) == 0 ? 404 : 502, "<html>nothing to see here</html>");
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

    private string? Draw()
    {
        lock (_gate)
        {
            return _stormLeft > 0 ? "storm" : _chance.Next(OneIn) == 0 ? Faults[_chance.Next(Faults.Length)] : null;
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
