using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Failures;

/// <summary>A good extension serves, and what comes into its folder is bad: the reload says why, and no call fails of it.</summary>
public sealed class BadExtensionAtReloadTests : IAsyncLifetime
{
    private const string Id = "strangers.faulty";

    private static readonly string Built = Repository.Built("tests", "Plugins", "FaultyExtension");

    private readonly WholeHost _host = WholeHost.LaidOut();
    private string _folder = "";

    public static IEnumerable<object[]> Faults =>
        from fault in BadCopy.OfFiles.Concat(BadCopy.OfCode).Append(("foreign job", "sends something else than RunExtensionJob")).Append(("busy job", "more often than once a second"))
        select new object[] { fault.Item1, fault.Item2 };

    public async Task InitializeAsync()
    {
        _folder = _host.Install(Built, "Faulty");
        await _host.RestartAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_copy_that_serves_goes_on_and_the_reason_names_module_and_cause(string fault, string reason)
    {
        ModuleException refused;
        await using (await Caller.OfAsync(_host.Mediator, Id))
        {
            BadCopy.Make(fault, _folder);
            refused = await ReloadAsync();
        }

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.True(refused.Message.Contains(_folder, StringComparison.Ordinal) || refused.Message.Contains(Id, StringComparison.Ordinal), refused.Message);
        Assert.Equal(("serving", null), await StateAsync());
    }

    [Fact]
    public async Task A_module_that_became_another_one_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "module.json"), """{"id":"strangers.other","role":"extension","assembly":"FaultyExtension.dll"}""");

        Assert.Contains("brings strangers.other for 'extension' now, and not strangers.faulty", (await ReloadAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_asks_for_libraries_of_the_whole_process_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "module.json"), """{"id":"strangers.faulty","role":"extension","assembly":"FaultyExtension.dll","platform":["FaultyExtension"]}""");

        Assert.Contains("asks for libraries of the whole process", (await ReloadAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_folder_of_its_id_changes_nothing_while_it_serves()
    {
        _host.Install(Built, "Twin");

        await using (await Caller.OfAsync(_host.Mediator, Id))
        {
            Assert.Equal(Id, (await _host.ReloadAsync(Id)).Module);
        }

        Assert.Equal(("serving", null), await StateAsync());
    }

    [Fact]
    public async Task When_its_folder_vanishes_it_goes_on()
    {
        Directory.Delete(_folder, recursive: true);

        await using (await Caller.OfAsync(_host.Mediator, Id))
        {
            Assert.Contains("no readable module.json", (await ReloadAsync()).Message, StringComparison.Ordinal);
        }

        Assert.Equal(("serving", null), await StateAsync());
    }

    [Theory]
    [InlineData("an empty file")]
    [InlineData("half a file")]
    public async Task When_its_files_are_overwritten_it_goes_on_with_code_that_was_not_needed_before(string fault)
    {
        BadCopy.Make(fault, _folder);

        Assert.Equal("Here I am.", (await _host.Mediator.Send(new RunExtension(Id, "answer", CanonicalJson.Null))).Summary);
    }

    [Fact]
    public async Task After_what_was_bad_is_put_right_it_is_taken()
    {
        BadCopy.Make("half a file", _folder);
        await ReloadAsync();
        _host.Install(Built, "Faulty");
        File.WriteAllText(Path.Combine(_folder, "note"), "another copy");

        Assert.True((await _host.ReloadAsync(Id)).Unloaded);
    }

    private Task<ModuleException> ReloadAsync() => Assert.ThrowsAsync<ModuleException>(() => _host.ReloadAsync(Id));

    private async Task<(string State, string? Problem)> StateAsync() =>
        (await _host.Mediator.Send(new ListModules())).Where(module => module.Id == Id).Select(module => (module.State, module.Problem)).Single();
}
