using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;

namespace MyModule.Tests;

public sealed class MyModuleTests
{
    private readonly TestHost _host = new TestHost(request => request switch
    {
        CountTypes => ImmutableSortedDictionary<string, long>.Empty.Add("note", 2).Add("recording", 1),
        _ => throw new InvalidOperationException($"Nobody answers {request}."),
    }).With(new MyModuleExtension());

    [Fact]
    public async Task It_counts_documents_by_type()
    {
        var answer = await _host.RunAsync("count");

        Assert.Equal((true, "3 documents.", """{"note":2,"recording":1}"""), (answer.Succeeded, answer.Summary, answer.Result.ToText()));
    }

    [Fact]
    public async Task It_hears_when_documents_change()
    {
        await _host.Publish(new DocumentsChanged(new DatabaseName("vault"), new LocalSequence(1)));

        Assert.Equal("1 bells.", (await _host.RunAsync("bells")).Summary);
    }

    [Fact]
    public async Task An_operation_that_it_does_not_have_is_refused() => Assert.False((await _host.RunAsync("fly")).Succeeded);

    [Fact]
    public void It_counts_every_hour() => Assert.Equal(new RunExtensionJob("my.module", "count"), Assert.Single(_host.Jobs).Request);
}
