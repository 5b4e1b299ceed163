using System.Text.RegularExpressions;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Tests.Configuration;

/// <summary>file &lt; environment &lt; command line.</summary>
public sealed class PrecedenceTests
{
    [Fact]
    public async Task The_environment_stands_above_the_file_and_the_command_line_above_both()
    {
        using var device = new ConfiguredDevice();
        device.Write("""{"settings":{"sync":{"interval":60,"retireDays":"7"},"storage":{"busyTimeoutSeconds":1}},"limits":{"messageSeconds":5,"drainSeconds":6},"schedules":{"sync.round":"1m","storage.care":"2h"},"log":{"level":"error"}}""");
        device.Environment["AURIX_SYNC__INTERVAL"] = "70";
        device.Environment["AURIX_SYNC__RETIREDAYS"] = "8";
        device.Environment["AURIX_LIMITS__DRAINSECONDS"] = "7";
        device.Environment["AURIX_SCHEDULES__SYNC__ROUND"] = "2m";
        device.Environment["AURIX_LOG__LEVEL"] = "trace";
        device.Sets.AddRange(["sync.interval=80", "schedules.sync.round=off"]);

        var shown = (await device.ShowAsync()).ToDictionary(setting => setting.Key, setting => (setting.Value, setting.From));

        Assert.Equal(("80", "--set sync.interval"), shown["sync.interval"]);
        Assert.Equal(("8", "AURIX_SYNC__RETIREDAYS"), shown["sync.retireDays"]);
        Assert.Equal(("1", "aurix.json $.settings.storage.busyTimeoutSeconds"), shown["storage.busyTimeoutSeconds"]);
        Assert.Equal(("30", "default"), shown["storage.historyDays"]);
        Assert.Equal(("off", "--set schedules.sync.round"), shown["schedules.sync.round"]);
        Assert.Equal(("2h", "aurix.json $.schedules['storage.care']"), shown["schedules.storage.care"]);
        Assert.Equal(("1d", "default"), shown["schedules.sync.collect"]);
        Assert.Equal((5, 7, LogLevel.Trace), ((int)device.Read().MessageLimit.TotalSeconds, (int)device.Read().DrainLimit.TotalSeconds, device.Read().LogLevel));
        Assert.Equal([], await device.ProblemsAsync());
    }

    [Fact]
    public void The_only_folder_that_is_named_replaces_all_that_are_listed()
    {
        using var device = new ConfiguredDevice { OnlyFolder = null };
        var plugins = device.MakeFolder("data/plugins");
        device.Write("""{"modules":{"folders":["plugins"]}}""");

        Assert.Equal([Path.Combine(AppContext.BaseDirectory, "modules"), plugins], device.Read().ModuleFolders.AsEnumerable());
        device.Environment["AURIX_MODULES__SHIPPED"] = "false";
        Assert.Equal([plugins], device.Read().ModuleFolders.AsEnumerable());
        device.Environment["AURIX_MODULES"] = "/environment";
        Assert.Equal(["/environment"], device.Read().ModuleFolders.AsEnumerable());
        device.OnlyFolder = "/line";
        Assert.Equal(["/line"], device.Read().ModuleFolders.AsEnumerable());
    }

    [Fact]
    public void A_file_that_is_named_may_say_where_the_data_is()
    {
        using var device = new ConfiguredDevice();
        device.Write("""{"data":"below"}""");

        var read = ConfigurationReader.Read(ConfigurationRequest.Nothing with { Config = device.File });

        Assert.Equal((Path.Combine(device.Data, "below"), device.File), (read.DataDirectory, read.ConfigurationFile));
        Assert.Equal("/other", ConfigurationReader.Read(ConfigurationRequest.Nothing with { Config = device.File, Data = "/other" }).DataDirectory);
    }

    [Fact]
    public async Task Of_two_modules_for_a_role_the_chosen_one_serves_and_a_skipped_one_does_not()
    {
        using var device = new ConfiguredDevice { OnlyFolder = null };
        var more = device.MakeFolder("more");
        Folders.Copy(Path.Combine(Repository.BuiltModules, "Storage"), Path.Combine(more, "Storage"));
        var manifest = Path.Combine(more, "Storage", "module.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("aurix.storage", "acme.storage", StringComparison.Ordinal));
        Trusting.One(device.Data, Path.Combine(more, "Storage"));
        device.Write($$$$"""{"modules":{"shipped":false,"folders":["{{{{Repository.BuiltModules}}}}","{{{{more}}}}"],"use":{"storage":"acme.storage"},"skip":["aurix.strategy.lww"]}}""");

        await using var host = await device.Host().BuildAsync(CancellationToken.None);
        var modules = (await host.Mediator.Send(new ListModules())).Select(module => module.Id).ToList();

        Assert.Contains("acme.storage", modules);
        Assert.DoesNotContain("aurix.storage", modules);
        Assert.DoesNotContain("aurix.strategy.lww", modules);
    }

    [Fact]
    public void The_example_of_the_page_is_right_and_has_every_member()
    {
        using var device = new ConfiguredDevice { OnlyFolder = null };
        device.MakeFolder("data/plugins");
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));
        var example = Regex.Match(page, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        device.Write(example);

        var layers = device.Read().Layers;

        Assert.Empty(layers.Problems);
        Assert.Empty(LocalRuleCheck.Problems(layers.Find(ConfigurationKeys.Rules)!));
        Assert.All(ConfigurationKeys.Members.Where(member => member.Name != "data"), member => Assert.Contains($"\n  \"{member.Name}\":", example, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_schema_that_is_shipped_is_the_one_that_the_command_prints()
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "formats", "aurix.schema.json"));

        using var device = new ConfiguredDevice();
        Assert.Equal(shipped.TrimEnd(), ConfigurationSchema.Text(ConfigurationSchema.Of([.. (await device.Host().SurveyAsync()).Known.Values])));
    }
}
