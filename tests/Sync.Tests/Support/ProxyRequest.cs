using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests.Support;

/// <summary>A request as the proxy saw it.</summary>
internal sealed record ProxyRequest(string Method, string Path, byte[] Body)
{
    /// <summary>The header that shows who asks; empty without one.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>Whether its answer stays open.</summary>
    public bool IsFeed => Path.Contains("feed=continuous", StringComparison.Ordinal);

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public bool Is(string method, string part) => Method == method && Path.Contains(part, StringComparison.Ordinal);
}

/// <summary>An answer that the proxy gives.</summary>
internal sealed record ProxyAnswer(int Status, byte[] Body)
{
    /// <summary>The connection breaks instead.</summary>
    public static ProxyAnswer Dropped { get; } = new(0, []) { IsDropped = true };

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public bool IsDropped { get; private init; }

    /// <summary>After so many bytes of the body the connection breaks; null for never.</summary>
    public int? BreaksAfter { get; init; }

    /// <summary>The body goes in pieces of so many bytes, each by itself; null for as a whole.</summary>
    public int? Drip { get; init; }

    public static ProxyAnswer Text(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));

    public static ProxyAnswer Error(int status, string error) => Text(status, $$"""{"error":"{{error}}","reason":"said the test"}""");

    public ProxyAnswer With(string header, string value) => this with { Headers = Headers.Add(header, value) };

    /// <summary>Half of the body, with a length that says it is whole.</summary>
    public ProxyAnswer CutOff() => this with { Body = Body[..(Body.Length / 2)] };

    /// <summary>Changes the JSON of the answer.</summary>
    public ProxyAnswer Edit(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(Body)!;
        change(json);
        return this with { Body = Encoding.UTF8.GetBytes(json.ToJsonString()) };
    }

    /// <summary>Changes each revision in an answer of <c>_bulk_get</c>.</summary>
    public ProxyAnswer EditRevisions(Action<JsonObject> change) => Edit(json =>
    {
        foreach (var found in json["results"]!.AsArray().SelectMany(result => result!["docs"]!.AsArray()).Select(entry => entry!["ok"]).OfType<JsonObject>())
        {
            change(found);
        }
    });
}
