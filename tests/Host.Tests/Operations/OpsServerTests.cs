using System.Net;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;

namespace Aurix.Platform.Tests.Operations;

[Collection(Listening.Name)]
public sealed class OpsServerTests
{
    [Theory]
    [InlineData("127.0.0.1:9464", "127.0.0.1:9464")]
    [InlineData("localhost:9464", "127.0.0.1:9464")]
    [InlineData("[::1]:0", "[::1]:0")]
    public void An_address_has_a_port(string text, string address) => Assert.Equal(IPEndPoint.Parse(address), OpsAddress.Parse(text, allowRemote: false));

    [Theory]
    [InlineData("9464")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("::1")]
    [InlineData("example.org:9464")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:99999")]
    public void What_is_no_address_with_a_port_is_refused(string text) =>
        Assert.Equal("BadAddress", Assert.Throws<UsageException>(() => OpsAddress.Parse(text, allowRemote: true)).Code);

    [Fact]
    public void Other_machines_may_ask_only_when_somebody_says_so()
    {
        Assert.Equal("NotLoopback", Assert.Throws<UsageException>(() => OpsAddress.Parse("0.0.0.0:9464", allowRemote: false)).Code);
        Assert.Equal(9464, OpsAddress.Parse("0.0.0.0:9464", allowRemote: true).Port);
    }

    [Fact]
    public async Task The_pages_tell_health_and_numbers_and_there_are_no_others()
    {
        await using var watched = await WatchedHost.StartAsync();
        await using var operations = await Host.Operations.Operations.OpenAsync(watched.Host, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = operations.Address };

        Assert.Equal("live", (string)JsonNode.Parse(await http.GetStringAsync("health/live"))!["status"]!);
        Assert.Equal("ready", (string)JsonNode.Parse(await http.GetStringAsync("health/ready"))!["status"]!);
        Assert.Equal("aurix.test", (string)JsonNode.Parse(await http.GetStringAsync("health/modules"))!["modules"]![0]!["id"]!);
        using var numbers = await http.GetAsync("metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", numbers.Content.Headers.ContentType!.ToString());
        Assert.Contains("\naurix_module_count{aurix_module_state=\"serving\"} 1\n", await numbers.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\naurix_messages_total{aurix_message_type=\"ListDatabases\",aurix_message_outcome=\"answered\"} 1\n", await http.GetStringAsync("metrics"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("_all_dbs")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.DeleteAsync("metrics")).StatusCode);
    }

    [Fact]
    public async Task Which_extensions_are_installed_is_in_no_number()
    {
        await using var rig = await ExtensionRig.StartAsync();
        await using var operations = await Host.Operations.Operations.OpenAsync(rig.Host, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = operations.Address };

        await rig.RunAsync("aurix.no-op", "rest");
        await rig.Host.Mediator.Send(new ReloadModule("aurix.no-op"));
        var page = await http.GetStringAsync("metrics");

        Assert.Contains("aurix_module_swaps_total{aurix_module_role=\"extension\",aurix_swap_outcome=\"swapped\"} ", page, StringComparison.Ordinal);
        Assert.Contains("aurix_module_requests_active{aurix_module_role=\"extension\"} 0", page, StringComparison.Ordinal);
        Assert.DoesNotContain("no-op", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_ready_is_503_with_the_reasons_and_live_all_the_same()
    {
        await using var watched = await WatchedHost.StartAsync();
        await using var operations = await Host.Operations.Operations.OpenAsync(watched.Host, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = operations.Address };
        for (var time = 0; time < Circuit.Limit; time++)
        {
            watched.Storage.Circuit.Failed("again", TimeProvider.System);
        }

        using var ready = await http.GetAsync("health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Single(JsonNode.Parse(await ready.Content.ReadAsStringAsync())!["reasons"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/live")).StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var watched = await WatchedHost.StartAsync();
        await using var first = await Host.Operations.Operations.OpenAsync(watched.Host, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<UsageException>(() =>
            Host.Operations.Operations.OpenAsync(watched.Host, new IPEndPoint(IPAddress.Loopback, first.Address!.Port), TimeProvider.System, CancellationToken.None));

        Assert.Equal("PortTaken", refused.Code);
    }
}
