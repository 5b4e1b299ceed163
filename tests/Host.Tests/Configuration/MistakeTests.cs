using Aurix.Platform.Errors;

namespace Aurix.Platform.Tests.Configuration;

/// <summary>Every mistake is told with its place, what is wrong, and what would be right.</summary>
public sealed class MistakeTests
{
    private const string Timings = "Give an interval such as 90s, 15m, 6h or 1d (at most 365d), a Quartz cron expression such as '0 0 3 * * ?', or off.";
    private const string Levels = "Give one of: trace, debug, information, warning, error, critical, none.";

    [Theory]
    [InlineData("""[]""", "$: This is a list. Give an object.")]
    [InlineData("""{"setings":{}}""", "$.setings: There is no 'setings' here. Did you mean 'settings'?")]
    [InlineData("""{"log":{},"log":{}}""", "$.log: This member is there twice. Give it once.")]
    [InlineData("""{"$schema":1}""", "$.$schema: This is a number. Give a text.")]
    [InlineData("""{"data":"elsewhere"}""", "$.data: A file that was found in the data folder cannot move it. Take the member out, or name the file with --config or AURIX_CONFIG.")]
    [InlineData("""{"modules":"all"}""", "$.modules: This is a text. Give an object.")]
    [InlineData("""{"modules":{"folder":[]}}""", "$.modules.folder: There is no 'folder' here. Did you mean 'folders'?")]
    [InlineData("""{"modules":{"folders":"plugins"}}""", "$.modules.folders: This is a text. Give a list of texts.")]
    [InlineData("""{"modules":{"folders":["a",7]}}""", "$.modules.folders[1]: This is a number. Give a text.")]
    [InlineData("""{"modules":{"shipped":"no"}}""", "$.modules.shipped: This is a text. Give true or false.")]
    [InlineData("""{"modules":{"skip":[null]}}""", "$.modules.skip[0]: This is null. Give a text.")]
    [InlineData("""{"modules":{"use":{"storag":"x"}}}""", "$.modules.use.storag: There is no 'storag' here. Did you mean 'storage'?")]
    [InlineData("""{"modules":{"use":{"storage":1}}}""", "$.modules.use.storage: This is a number. Give a text.")]
    [InlineData("""{"modules":{"use":{"storage":"acme.storage"}}}""", "$.modules.use.storage: No module 'acme.storage' for 'storage' was found. Did you mean 'aurix.storage'?")]
    [InlineData("""{"settings":{"teleport":{}}}""", "$.settings.teleport: There is no 'teleport' here. There is crypto, storage, conflict, sync, gateway.")]
    [InlineData("""{"settings":{"sync":7}}""", "$.settings.sync: This is a number. Give an object.")]
    [InlineData("""{"settings":{"sync":{"intervall":60}}}""", "$.settings.sync.intervall: The module for sync has no setting 'intervall'. Did you mean 'interval'?")]
    [InlineData("""{"settings":{"sync":{"interval":0}}}""", "$.settings.sync.interval: This is '0'. Give a whole number from 1 to 86400.")]
    [InlineData("""{"settings":{"sync":{"interval":"1.5"}}}""", "$.settings.sync.interval: This is '1.5'. Give a whole number from 1 to 86400.")]
    [InlineData("""{"settings":{"sync":{"interval":{}}}}""", "$.settings.sync.interval: This is '{}'. Give a whole number from 1 to 86400.")]
    [InlineData("""{"settings":{"sync":{"interval":null}}}""", "$.settings.sync.interval: This is null. Give a value, or leave the setting out.")]
    [InlineData("""{"settings":{"sync":{"interval":1,"interval":2}}}""", "$.settings.sync.interval: This member is there twice. Give it once.")]
    [InlineData("""{"settings":{"crypto":{"autoLockMinutes":1441}}}""", "$.settings.crypto.autoLockMinutes: This is '1441'. Give a whole number from 0 to 1440.")]
    [InlineData("""{"settings":{"conflict":{"default":""}}}""", "$.settings.conflict.default: This is ''. Give a text from 1 to 64 characters.")]
    [InlineData("""{"settings":{"conflict":{"rules":"no"}}}""", "$.settings.conflict.rules: This is 'no'. Give JSON.")]
    [InlineData("""{"settings":{"conflict":{"rules":[{"strategy":"a"}]}},"strategies":[]}""", "$.strategies: The same is said at aurix.json $.settings.conflict.rules. Give it once.")]
    [InlineData("""{"strategies":{}}""", "$.strategies: This is an object. Give a list of rules.")]
    [InlineData("""{"strategies":["a"]}""", "$.strategies[0]: This is a text. Give an object.")]
    [InlineData("""{"strategies":[{}]}""", "$.strategies[0]: This rule has no strategy. Give the id of one; 'aurix strategy list' shows those that are loaded.")]
    [InlineData("""{"strategies":[{"strategy":"a","order":1}]}""", "$.strategies[0].order: There is no 'order' here. There is id, match, strategy, version, options, fallback, onMissing, maxSchema.")]
    [InlineData("""{"strategies":[{"strategy":"a","match":{"types":"n"}}]}""", "$.strategies[0].match.types: There is no 'types' here. Did you mean 'type'?")]
    [InlineData("""{"strategies":[{"strategy":"","match":{"type":3}}]}""", "$.strategies[0].strategy: This has 0 characters. Give 1 to 64.", "$.strategies[0].match.type: This is a number. Give a text.")]
    [InlineData("""{"strategies":[{"strategy":"a","options":[],"fallback":"b"}]}""", "$.strategies[0].options: This is a list. Give an object, as the strategy takes it.", "$.strategies[0].fallback: This is a text. Give a list of texts.")]
    [InlineData("""{"strategies":[{"strategy":"a","version":[],"maxSchema":-1,"onMissing":"soon"}]}""", "$.strategies[0].version: This is []. Give a list of the lowest version that may serve and, if there is one, the first that may not: [1] or [1, 3].", "$.strategies[0].maxSchema: This is -1. Give a whole number.", "$.strategies[0].onMissing: This is \"soon\". Give defer:24h with any number of hours, or never.")]
    [InlineData("""{"schedules":{"sync.ronud":"90s"}}""", "$.schedules['sync.ronud']: No module has a job 'sync.ronud'. Did you mean 'sync.round'?")]
    [InlineData("""{"schedules":{"sync.round":"often"}}""", "$.schedules['sync.round']: This is 'often'. " + Timings)]
    [InlineData("""{"schedules":{"sync.round":"0s"}}""", "$.schedules['sync.round']: This is '0s'. " + Timings)]
    [InlineData("""{"schedules":{"sync.round":"366d"}}""", "$.schedules['sync.round']: This is '366d'. " + Timings)]
    [InlineData("""{"schedules":{"sync.round":60}}""", "$.schedules['sync.round']: This is a number. Give an object.")]
    [InlineData("""{"schedules":{"sync.round":{}}}""", "$.schedules['sync.round']: This schedule has neither interval nor cron. Give one of the two.")]
    [InlineData("""{"schedules":{"sync.round":{"interval":"1m","cron":"0 0 3 * * ?"}}}""", "$.schedules['sync.round']: This schedule has both interval and cron. Give one of the two.")]
    [InlineData("""{"schedules":{"sync.round":{"cron":"0 0 25 * * ?"}}}""", "$.schedules['sync.round'].cron: This is '0 0 25 * * ?'. " + Timings)]
    [InlineData("""{"limits":{"drainSecond":5}}""", "$.limits.drainSecond: There is no 'drainSecond' here. Did you mean 'drainSeconds'?")]
    [InlineData("""{"limits":{"messageSeconds":"5"}}""", "$.limits.messageSeconds: This is a text. Give a whole number.")]
    [InlineData("""{"limits":{"messageSeconds":0}}""", "$.limits.messageSeconds: This is '0'. Give a whole number from 1 to 86400.")]
    [InlineData("""{"log":{"level":"loud"}}""", "$.log.level: This is 'loud'. " + Levels)]
    [InlineData("""{"log":{"json":1}}""", "$.log.json: This is a number. Give true or false.")]
    public async Task A_mistake_in_the_file(string json, string first, string? second = null, string? third = null)
    {
        using var device = new ConfiguredDevice();
        device.Write(json);

        var problems = await device.ProblemsAsync();

        Assert.Equal(new[] { first, second, third }.OfType<string>().Select(problem => "aurix.json " + problem), problems);
    }

    [Theory]
    [InlineData("{\n  \"log\": {\n}", "aurix.json line 3, column 2: This is not JSON. Look for a comma, quote or bracket that is missing or too many here or just before.")]
    [InlineData("""{"data":"\ud800"}""", "aurix.json: It has a text that is no Unicode. Look for a lone \\ud800 to \\udfff.")]
    public async Task A_file_that_is_no_json(string text, string problem)
    {
        using var device = new ConfiguredDevice();
        device.Write(text);

        Assert.Equal([problem], await device.ProblemsAsync());
    }

    [Theory]
    [InlineData("AURIX_SYNC__INTERVALL", "60", "AURIX_SYNC__INTERVALL: The module for sync has no such setting. Did you mean 'AURIX_SYNC__INTERVAL'?")]
    [InlineData("AURIX_SYNC__INTERVAL", "soon", "AURIX_SYNC__INTERVAL: This is 'soon'. Give a whole number from 1 to 86400.")]
    [InlineData("AURIX_LIMITS__DRAINSECONDS", "601", "AURIX_LIMITS__DRAINSECONDS: This is '601'. Give a whole number from 1 to 600.")]
    [InlineData("AURIX_LIMITS__DRAINSECOND", "6", "AURIX_LIMITS__DRAINSECOND: No setting has this name in the environment. Did you mean 'AURIX_LIMITS__DRAINSECONDS'?")]
    [InlineData("AURIX_ANYTHING__ELSE__AT__ALL__WHATEVER__IT__IS", "1", "AURIX_ANYTHING__ELSE__AT__ALL__WHATEVER__IT__IS: No setting has this name in the environment. 'aurix config show --json' tells the names there are.")]
    [InlineData("AURIX_SCHEDULES__SYNC__RONUD", "1m", "AURIX_SCHEDULES__SYNC__RONUD: No module has such a job. Did you mean 'AURIX_SCHEDULES__SYNC__ROUND'?")]
    [InlineData("AURIX_SCHEDULES__SYNC__ROUND", "1", "AURIX_SCHEDULES__SYNC__ROUND: This is '1'. " + Timings)]
    [InlineData("AURIX_CONFLICT__RULES", """[{"strategy":1}]""", "AURIX_CONFLICT__RULES[0].strategy: This is a number. Give a text.")]
    [InlineData("AURIX_CONFIG", "nowhere.json", null)]
    public async Task A_mistake_in_the_environment(string name, string value, string? problem)
    {
        using var device = new ConfiguredDevice();
        device.Environment[name] = value;

        Assert.Equal([problem ?? $"AURIX_CONFIG: There is no file '{Path.GetFullPath("nowhere.json")}'. Name one that is there, or leave it out."], await device.ProblemsAsync());
    }

    [Theory]
    [InlineData("sync.intervall=60", "--set sync.intervall: The module for sync has no setting 'intervall'. Did you mean 'interval'?")]
    [InlineData("synk.interval=60", "--set synk.interval: There is no role 'synk'. Did you mean 'sync'?")]
    [InlineData("log.level=loud", "--set log.level: This is 'loud'. " + Levels)]
    [InlineData("log.jsn=true", "--set log.jsn: There is no 'jsn' here. Did you mean 'json'?")]
    [InlineData("modules.shipped=maybe", "--set modules.shipped: This is 'maybe'. Give true or false.")]
    [InlineData("schedules.sync.round=1", "--set schedules.sync.round: This is '1'. " + Timings)]
    public async Task A_mistake_on_the_command_line(string set, string problem)
    {
        using var device = new ConfiguredDevice();
        device.Sets.Add(set);

        Assert.Equal([problem], await device.ProblemsAsync());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_and_a_file_that_is_named_and_not_there()
    {
        using var device = new ConfiguredDevice { OnlyFolder = null, Named = Path.Combine(Path.GetTempPath(), "aurix-no-such-file.json") };
        device.Environment["AURIX_MODULES__FOLDERS"] = $"{Repository.BuiltModules}{Path.PathSeparator}/nowhere/at/all";
        device.Environment["AURIX_MODULES__SHIPPED"] = "false";

        Assert.Equal(
            [
                $"--config: There is no file '{device.Named}'. Name one that is there, or leave it out.",
                "AURIX_MODULES__FOLDERS[1]: There is no folder '/nowhere/at/all'. Make it, or take it off the list.",
            ],
            await device.ProblemsAsync());
    }

    [Fact]
    public async Task No_folder_at_all()
    {
        using var device = new ConfiguredDevice { OnlyFolder = null };
        device.Write("""{"modules":{"shipped":false}}""");

        Assert.Equal("aurix.json $.modules.shipped: The folder beside the program is left out, and no other is listed. List one in modules.folders, or leave this out.", (await device.ProblemsAsync()).First());
    }

    [Fact]
    public async Task What_only_the_module_can_tell_is_told_in_its_words()
    {
        using var device = new ConfiguredDevice();
        device.Write("""{"settings":{"gateway":{"max_http_request_size":900000000},"storage":{"indexes":["a..b"]}}}""");

        Assert.Collection(
            await device.ProblemsAsync(),
            storage => Assert.Contains("'indexes' names 'a..b', which is no path of a field", storage, StringComparison.Ordinal),
            gateway => Assert.Contains("'max_request_memory' must be larger than 'max_http_request_size'", gateway, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_mistakes_of_all_places_are_in_one_message_and_nothing_starts()
    {
        using var device = new ConfiguredDevice();
        device.Write("""{"limits":{"drainSecond":5},"settings":{"sync":{"interval":0}},"schedules":{"sync.ronud":"90s"}}""");
        device.Environment["AURIX_CRYPTO__AUTOLOCKMINUTES"] = "-1";
        device.Sets.Add("gateway.corse=x");

        var wrong = await Assert.ThrowsAsync<UsageException>(() => device.Host().BuildAsync(CancellationToken.None));

        Assert.Equal("ConfigurationInvalid", wrong.Code);
        Assert.Equal(
            """
            The configuration has 5 mistakes.
              aurix.json $.limits.drainSecond: There is no 'drainSecond' here. Did you mean 'drainSeconds'?
              AURIX_CRYPTO__AUTOLOCKMINUTES: This is '-1'. Give a whole number from 0 to 1440.
              --set gateway.corse: The module for gateway has no setting 'corse'. Did you mean 'cors'?
              aurix.json $.settings.sync.interval: This is '0'. Give a whole number from 1 to 86400.
              aurix.json $.schedules['sync.ronud']: No module has a job 'sync.ronud'. Did you mean 'sync.round'?
            """.ReplaceLineEndings("\n"),
            wrong.Message);
    }

    [Fact]
    public async Task A_mistake_that_another_place_overrides_is_still_one()
    {
        using var device = new ConfiguredDevice();
        device.Write("""{"settings":{"sync":{"interval":0}}}""");
        device.Sets.Add("sync.interval=60");

        Assert.Equal(["aurix.json $.settings.sync.interval: This is '0'. Give a whole number from 1 to 86400."], await device.ProblemsAsync());
    }
}
