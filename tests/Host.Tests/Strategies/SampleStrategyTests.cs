using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Strategies;

/// <summary>The sample, loaded from disk by the whole host, settles a conflict under every check, and is let go again.</summary>
public sealed class SampleStrategyTests : IDisposable
{
    private const string Id = "samples.recording-metadata";


    // Not a folder that goes with the test: SQLite may be loaded from here for the life of the process, on behalf of other tests too.
    private static readonly string Modules = Path.Combine(AppContext.BaseDirectory, "sample-modules");

    private readonly string _data = Directory.CreateTempSubdirectory("aurix-sample-").FullName;

    public SampleStrategyTests()
    {
        Folders.Copy(Repository.BuiltModules, Modules);
        Folders.Copy(Repository.Built("samples", "strategies", "RecordingMetadata"), Path.Combine(Modules, "RecordingMetadata"));
        Trusting.One(_data, Path.Combine(Modules, "RecordingMetadata"));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task It_settles_a_conflict_in_the_host_and_is_swapped_for_itself()
    {
        var settings = new HostSettings(_data, Modules, HostSettings.ParseModuleSettings([]));
        await using var host = await new HostBuilder(settings, NullLoggerFactory.Instance, TimeProvider.System).BuildAsync(CancellationToken.None);

        var merged = Assert.IsType<MergeOutcome.Merged>(await host.Mediator.Send(new ResolveConflict(Id, Recording())));
        var swapped = await host.Mediator.Send(new ReloadStrategy(Id));
        var again = Assert.IsType<MergeOutcome.Merged>(await host.Mediator.Send(new ResolveConflict(Id, Recording())));

        Assert.Equal("""{"duration":75,"plays":15,"tags":["b","c","d"],"title":"later"}""", merged.Content.ToText());
        Assert.Equal("/title", Assert.Single(merged.Records).Path);
        Assert.Equal((1, 1, true), (swapped.Before, swapped.After, swapped.Unloaded));
        Assert.Null(MergeLaws.Difference(merged, again));
        Assert.Contains(await host.Mediator.Send(new ListStrategies()), strategy => strategy.Id == Id);
    }

    private static MergeInput Recording() => new(
        new DocumentType("recording"),
        1,
        new MergeBase(CanonicalJson.Parse("""{"title":"x","duration":60,"plays":10,"tags":["a","b"]}"""), DocumentBody.NoAttachments, BaseQuality.Exact),
        [Heads.At(1, """{"title":"earlier","duration":75,"plays":12,"tags":["a","b","c"]}"""), Heads.At(2, """{"title":"later","duration":62,"plays":13,"tags":["b","d"]}""")],
        CanonicalJson.EmptyObject);
}
