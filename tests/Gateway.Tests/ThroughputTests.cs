using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Aurix.Platform.Tests;

/// <summary>How fast small documents go in and out; prints the numbers and asserts only that all of them arrive.</summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Five_thousand_small_documents_go_in_and_come_back()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.SendAsync("GET", "/notes");
        var clock = Stopwatch.StartNew();
        for (var batch = 0; batch < 10; batch++)
        {
            var docs = string.Join(',', Enumerable.Range(batch * 500, 500).Select(n => string.Create(CultureInfo.InvariantCulture, $"{{\"_id\":\"d{n}\",\"_rev\":\"1-{n:x32}\",\"n\":{n}}}")));
            await gateway.ExpectAsync(201, "[]", "POST", "/notes/_bulk_docs", "{\"new_edits\":false,\"docs\":[" + docs + "]}");
        }

        output.WriteLine($"in: {5000 / clock.Elapsed.TotalSeconds:F0} documents a second");
        clock.Restart();
        var read = 0;
        for (var batch = 0; batch < 10; batch++)
        {
            var docs = string.Join(',', Enumerable.Range(batch * 500, 500).Select(n => string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"d{n}\",\"rev\":\"1-{n:x32}\"}}")));
            var (_, body) = await gateway.SendAsync("POST", "/notes/_bulk_get?revs=true&latest=true", "{\"docs\":[" + docs + "]}");
            read += body!["results"]!.AsArray().Count(row => row!["docs"]![0]!["ok"] is not null);
        }

        output.WriteLine($"out: {5000 / clock.Elapsed.TotalSeconds:F0} documents a second");
        Assert.Equal(5000, read);
    }
}
