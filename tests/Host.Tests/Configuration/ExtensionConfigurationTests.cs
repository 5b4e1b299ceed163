using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;

namespace Aurix.Platform.Tests.Configuration;

/// <summary>What is configured for extensions: as for the modules of Aurix, under their ids.</summary>
public sealed class ExtensionConfigurationTests : IDisposable
{
    private const string Id = "strangers.listening";

    private readonly ConfiguredDevice _device = new() { OnlyFolder = null };

    public ExtensionConfigurationTests()
    {
        More = _device.MakeFolder("more");
        var folder = Path.Combine(More, "Listening");
        Folders.Copy(Repository.Built("tests", "Plugins", "ListeningExtension"), folder);
        Trusting.One(_device.Data, folder);
    }

    private string More { get; }

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Its_settings_come_from_the_file_the_environment_and_the_command_line()
    {
        Write($$$$"""{"extension.{{{{Id}}}}":{"word":"from the file"}}""", "{}");
        Assert.Equal("from the file", await WordAsync());

        _device.Environment["AURIX_EXTENSION__STRANGERS__LISTENING__WORD"] = "from the environment";
        Assert.Equal("from the environment", await WordAsync());

        _device.Sets.Add($"extension.{Id}.word=from the command line");
        Assert.Equal("from the command line", await WordAsync());
    }

    [Fact]
    public async Task A_changed_setting_is_taken_while_it_runs()
    {
        Write($$$$"""{"extension.{{{{Id}}}}":{"word":"one"}}""", "{}");
        await using var host = await _device.Host().BuildAsync(CancellationToken.None);
        using var daemon = new ConfigurationDaemon(host, jobs: null);

        Write($$$$"""{"extension.{{{{Id}}}}":{"word":"two"}}""", "{}");
        var change = await daemon.ApplyAsync(CancellationToken.None);

        Assert.Equal([$"settings of extension.{Id}: {Id} was taken anew with them"], change.Applied.AsEnumerable());
        Assert.Equal("two", await WordAsync(host));
    }

    [Fact]
    public async Task Its_jobs_and_any_of_its_operations_run_when_the_file_says()
    {
        Write($$$$"""{"extension.{{{{Id}}}}":{"word":"hi"}}""", $$$$"""{"{{{{Id}}}}.count":"off","{{{{Id}}}}.setting":"0 0 3 * * ?"}""");
        await using var host = await _device.Host().BuildAsync(CancellationToken.None);

        var timings = host.Configuration.Timings(host.Jobs);
        var setting = Assert.Single(host.Jobs, job => job.Name == $"{Id}.setting");

        Assert.Equal((new Timing.Off(), new Timing.At("0 0 3 * * ?")), (timings[$"{Id}.count"], timings[$"{Id}.setting"]));
        Assert.Equal(new JobOutcome(true, "hi"), await host.Mediator.Send(setting.Request));
    }

    [Fact]
    public async Task What_is_for_an_extension_that_is_not_there_is_a_mistake()
    {
        Write("""{"extension.strangers.listning":{"word":"x"}}""", """{"gone.count":"off"}""");

        var problems = (await _device.ProblemsAsync()).ToList();

        Assert.Equal(2, problems.Count);
        Assert.Contains($"aurix.json $.settings['extension.strangers.listning'].word: There is no extension of this id. Did you mean 'extension.{Id}'?", problems);
        Assert.Contains(problems, problem => problem.StartsWith("aurix.json $.schedules['gone.count']: No module has a job 'gone.count'.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_for_one_that_is_skipped_is_none()
    {
        _device.Write($$$$"""{"modules":{"shipped":false,"folders":["{{{{Repository.BuiltModules}}}}","{{{{More}}}}"],"skip":["{{{{Id}}}}"]},"settings":{"extension.{{{{Id}}}}":{"word":"x"}},"schedules":{"{{{{Id}}}}.count":"off"}}""");

        Assert.Empty(await _device.ProblemsAsync());
    }

    private void Write(string settings, string schedules) =>
        _device.Write($$$$"""{"modules":{"shipped":false,"folders":["{{{{Repository.BuiltModules}}}}","{{{{More}}}}"]},"settings":{{{{settings}}}},"schedules":{{{{schedules}}}}}""");

    private async Task<string> WordAsync()
    {
        await using var host = await _device.Host().BuildAsync(CancellationToken.None);
        return await WordAsync(host);
    }

    private static async Task<string> WordAsync(AurixHost host) => (await host.Mediator.Send(new RunExtension(Id, "setting", CanonicalJson.Null))).Summary;
}
