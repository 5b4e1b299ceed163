using Aurix.Platform.Errors;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Tests.Extensions;

/// <summary>Extensions, loaded from disk by the whole host: what they can do, and that nothing they do wrong stops anybody else.</summary>
public sealed class ExtensionTests
{
    [Fact]
    public async Task The_smallest_module_is_loaded_from_disk_and_runs()
    {
        await using var rig = await ExtensionRig.StartAsync();

        var answer = await rig.RunAsync("aurix.no-op", "rest", """{"b":1,"a":[]}""");
        var listed = await rig.DescribeAsync("NoOp");

        Assert.Equal((true, "Did nothing, as asked: rest.", """{"a":[],"b":1}"""), (answer.Succeeded, answer.Summary, answer.Result.ToText()));
        Assert.Equal(("aurix.no-op", "extension:aurix.no-op", "serving", null), (listed.Id, listed.Role, listed.State, listed.Problem));
        Assert.NotEmpty(listed.LoadContext);
        Assert.Equal(("extension:aurix.no-op", "serving"), HealthDesk.ModulesOf(rig.Host).Where(module => module.Id == "aurix.no-op").Select(module => (module.Role, module.State)).Single());
    }

    [Fact]
    public async Task It_hears_of_changes_asks_what_its_manifest_names_and_nobody_else()
    {
        await using var rig = await ExtensionRig.StartAsync("extension.strangers.listening.word=hello");
        await rig.PutAsync("note:1");

        Assert.StartsWith("Heard of ", (await rig.RunAsync("strangers.listening", "heard")).Summary, StringComparison.Ordinal);
        Assert.Equal("1 documents.", (await rig.RunAsync("strangers.listening", "count")).Summary);
        Assert.Equal("hello", (await rig.RunAsync("strangers.listening", "setting")).Summary);
        Assert.False((await rig.RunAsync("strangers.listening", "dance")).Succeeded);
        Assert.Equal("NotAllowed", (await Assert.ThrowsAsync<ModuleException>(() => rig.RunAsync("strangers.listening", "keys"))).Code);
    }

    [Fact]
    public async Task Its_jobs_are_messages_that_the_scheduler_sends()
    {
        await using var rig = await ExtensionRig.StartAsync();
        await rig.PutAsync("note:1");

        var job = Assert.Single(rig.Host.Jobs, job => job.Name == "strangers.listening.count");

        Assert.Equal(new JobOutcome(true, "1 documents."), await rig.Host.Mediator.Send(job.Request));
    }

    [Theory]
    [InlineData("configure", "cannot be composed: InvalidOperationException: no jobs today")]
    [InlineData("start", "does not start: InvalidOperationException: not today")]
    [InlineData("foreign job", "sends something else than RunExtensionJob")]
    [InlineData("job of another", "is for the extension 'aurix.no-op'")]
    [InlineData("job twice", "is there twice")]
    [InlineData("busy job", "more often than once a second")]
    public async Task One_that_cannot_serve_is_set_aside_with_its_reason_and_everything_else_goes_on(string fault, string reason)
    {
        await using var rig = await ExtensionRig.StartAsync("extension.strangers.faulty.fault=" + fault);

        var faulty = await rig.DescribeAsync("Faulty");

        Assert.Equal("quarantined", faulty.State);
        Assert.Contains(reason, faulty.Problem, StringComparison.Ordinal);
        Assert.Equal("ExtensionMissing", (await Assert.ThrowsAsync<ModuleException>(() => rig.RunAsync("strangers.faulty", "anything"))).Code);
        Assert.True((await rig.RunAsync("aurix.no-op", "rest")).Succeeded);
        await rig.PutAsync("note:1");
    }

    [Theory]
    [InlineData("Garbage", "cannot be read: ")]
    [InlineData("Escaping", "has an id that is no name")]
    [InlineData("Greedy", "asks for libraries of the whole process")]
    public async Task A_folder_that_holds_no_extension_is_set_aside_by_name(string folder, string reason)
    {
        await using var rig = await ExtensionRig.StartAsync();

        Assert.Contains(reason, (await rig.DescribeAsync(folder)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_with_one_id_neither_serves()
    {
        await using var rig = await ExtensionRig.StartAsync();

        Assert.Contains("2 folders bring the extension 'strangers.twin'", (await rig.DescribeAsync("TwinA")).Problem, StringComparison.Ordinal);
        Assert.Contains("TwinA", (await rig.DescribeAsync("TwinB")).Problem, StringComparison.Ordinal);
        Assert.Equal("ExtensionMissing", (await Assert.ThrowsAsync<ModuleException>(() => rig.RunAsync("strangers.twin", "anything"))).Code);
    }

    [Theory]
    [InlineData("anything", "InvalidOperationException: never that")]
    [InlineData("nothing", "InvalidOperationException: The operation 'nothing' answered null.")]
    public async Task One_that_fails_at_a_request_fails_that_request_only(string operation, string reason)
    {
        await using var rig = await ExtensionRig.StartAsync();

        var failed = await Assert.ThrowsAsync<ModuleException>(() => rig.RunAsync("strangers.faulty", operation));

        Assert.Equal("ModuleFault", failed.Code);
        Assert.Contains(reason, failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bell")]
    [InlineData("stop")]
    public async Task One_that_fails_at_a_bell_or_at_its_stop_fails_nobody(string fault)
    {
        await using var rig = await ExtensionRig.StartAsync("extension.strangers.faulty.fault=" + fault); // disposed at the end without a word

        await rig.PutAsync("note:1");

        Assert.StartsWith("Heard of ", (await rig.RunAsync("strangers.listening", "heard")).Summary, StringComparison.Ordinal);
    }
}
