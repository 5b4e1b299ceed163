using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Tests.Configuration;

/// <summary>A new configuration holds while the host runs, as far as it can, and a wrong one changes nothing.</summary>
public sealed class LiveChangeTests
{
    // No job runs by itself in these tests.
    private static readonly string AllOff = $"\"schedules\":{{{string.Join(",", new[] { "sync.round", "sync.reseal", "sync.collect", "sync.retire", "storage.care", "crypto.autolock", "host.check" }.Select(job => $"\"{job}\":\"off\""))}}}";

    [Fact]
    public async Task Limits_log_level_schedules_and_settings_are_applied_and_told()
    {
        using var device = new ConfiguredDevice();
        device.Write("{" + AllOff + "}");
        await using var host = await device.Host().BuildAsync(CancellationToken.None);
        await using var jobs = await JobScheduler.StartAsync(host, TimeProvider.System, CancellationToken.None);
        using var daemon = new ConfigurationDaemon(host, jobs);

        device.Write("{" + AllOff.Replace("\"storage.care\":\"off\"", "\"storage.care\":\"0 0 3 1 1 ?\"", StringComparison.Ordinal) + ""","limits":{"messageSeconds":7},"log":{"level":"error"},"settings":{"sync":{"interval":61}}}""");
        var change = await daemon.ApplyAsync(CancellationToken.None);

        Assert.Equal(
            ["limits.messageSeconds: 120 to 7", "log.level: warning to error", "settings of sync: aurix.sync was taken anew with them", "schedules.storage.care: off to 0 0 3 1 1 ?"],
            change.Applied.AsEnumerable());
        Assert.Empty(change.Later);
        Assert.Empty(change.Failed);
        Assert.Equal(TimeSpan.FromSeconds(7), host.Configuration.Current.MessageLimit);
        Assert.Equal(LogLevel.Error, host.Settings.Log.Level);
        Assert.Equal(new Timing.At("0 0 3 1 1 ?"), jobs.Planned["storage.care"]);
        Assert.Equal(TimeSpan.FromSeconds(61), host.Jobs.Single(job => job.Name == "sync.round").Interval);
        Assert.Empty((await daemon.ApplyAsync(CancellationToken.None)).Applied);
    }

    [Fact]
    public async Task Local_rules_stand_below_the_vaults_and_in_the_order_in_which_they_were_written()
    {
        using var device = new ConfiguredDevice();
        device.Write("""{"settings":{"conflict":{"default":"aurix.lww"}}}""");
        await using var host = await device.Host().BuildAsync(CancellationToken.None);
        var vault = await host.Mediator.Send(new CreateVault());
        await host.Mediator.Send(new InitialiseVault(vault.Vault));
        await host.Mediator.Send(new PutPolicyRule(new PolicyRule("vault", "aurix.text") { Type = "card" }));
        using var daemon = new ConfigurationDaemon(host, jobs: null);

        device.Write("""{"settings":{"conflict":{"default":"aurix.lww"}},"strategies":[{"id":"z","match":{"type":"card","path":"work/*"},"strategy":"aurix.json"},{"match":{"type":"draft"},"strategy":"aurix.text"}]}""");
        var change = await daemon.ApplyAsync(CancellationToken.None);
        var rules = (await host.Mediator.Send(new DescribePolicy())).Rules;

        Assert.Empty(change.Failed);
        Assert.Equal(["settings of conflict: aurix.conflict was taken anew with them"], change.Applied.AsEnumerable());
        Assert.Equal(
            [("vault", RuleSource.Vault), ("z", RuleSource.Device), ("draft", RuleSource.Device), ("device", RuleSource.Device)],
            rules.Take(4).Select(rule => (rule.Rule.Id, rule.Source)));
        Assert.Equal("work/*", rules[1].Rule.DocumentId);
    }

    [Fact]
    public async Task What_cannot_change_while_it_runs_is_left_for_the_next_start()
    {
        using var device = new ConfiguredDevice { OnlyFolder = null };
        var more = device.MakeFolder("more");
        device.Write($$$$"""{"modules":{"shipped":false,"folders":["{{{{Repository.BuiltModules}}}}"]}}""");
        await using var host = await device.Host().BuildAsync(CancellationToken.None);
        using var daemon = new ConfigurationDaemon(host, jobs: null);

        device.Write($$$$"""{"modules":{"shipped":false,"folders":["{{{{Repository.BuiltModules}}}}","{{{{more}}}}"],"skip":["aurix.strategy.lww"],"use":{"sync":"acme.sync"}},"log":{"json":true}}""");
        var change = await daemon.ApplyAsync(CancellationToken.None);

        Assert.Equal(["modules.folders", "modules.skip", "modules.use.sync", "log.json"], change.Later.AsEnumerable());
        Assert.Empty(change.Applied);
    }

    [Theory]
    [InlineData("""{"limits":{"messageSeconds":7},"settings":{"sync":{"interval":0}}}""")]
    [InlineData("""{"limits":{"messageSeconds":7},"settings":{"gateway":{"max_http_request_size":900000000}}}""")]
    [InlineData("""{"limits":{"messageSeconds":7},""")]
    public async Task A_wrong_file_changes_nothing(string wrong)
    {
        using var device = new ConfiguredDevice();
        await using var host = await device.Host().BuildAsync(CancellationToken.None);
        using var daemon = new ConfigurationDaemon(host, jobs: null);

        device.Write(wrong);
        var refused = await Assert.ThrowsAsync<UsageException>(() => daemon.ApplyAsync(CancellationToken.None));
        await daemon.ApplyQuietlyAsync(CancellationToken.None);

        Assert.Equal("ConfigurationInvalid", refused.Code);
        Assert.Equal(TimeSpan.FromMinutes(2), host.Configuration.Current.MessageLimit);
    }

    [Fact]
    public async Task Another_process_can_ask_for_it_and_is_told()
    {
        using var device = new ConfiguredDevice();
        await using var host = await device.Host().BuildAsync(CancellationToken.None);
        using var daemon = new ConfigurationDaemon(host, jobs: null);
        var desk = new ControlDesk(host.Mediator, daemon);

        device.Write("""{"limits":{"drainSeconds":3}}""");
        var applied = JsonNode.Parse(await desk.AnswerAsync("""{"do":"apply-configuration"}""", CancellationToken.None))!;
        device.Write("""{"limits":{"drainSeconds":0}}""");
        var refused = JsonNode.Parse(await desk.AnswerAsync("""{"do":"apply-configuration"}""", CancellationToken.None))!;

        Assert.Equal("""{"applied":["limits.drainSeconds: 20 to 3"],"later":[],"failed":[]}""", applied.ToJsonString());
        Assert.Equal("ConfigurationInvalid", (string)refused["error"]!["code"]!);
    }
}
