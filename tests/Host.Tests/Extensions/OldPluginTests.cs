using System.Security.Cryptography;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Tests.Extensions;

/// <summary>Plugins that were built once against the first contracts (tests/Compatibility, never rebuilt) load and answer in today's host.</summary>
public sealed class OldPluginTests
{
    private const string Strategy = "compatibility.old-strategy";
    private const string Extension = "compatibility.old-extension";

    [Theory]
    [InlineData("OldStrategy", "ab7696cd891dcaad5d53ce99b2979c15b9397bebb127fc395726f231762e106c")]
    [InlineData("OldExtension", "5a95ccc6ae385d7a7a8e79dbb5263e53206704e011d90ddae8dce1cd02bf32d9")]
    public void They_are_the_files_that_were_built_against_the_first_version(string plugin, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(ExtensionRig.FirstVersion, plugin, plugin + ".dll")))));

    [Fact]
    public async Task The_old_strategy_keeps_loading_and_keeps_answering_under_every_check()
    {
        await using var rig = await ExtensionRig.StartAsync();

        var merged = Assert.IsType<MergeOutcome.Merged>(await rig.Host.Mediator.Send(new ResolveConflict(Strategy, Titles("first", "second"))));
        var alone = Assert.IsType<MergeOutcome.Merged>(await rig.Host.Mediator.Send(new ResolveConflict(Strategy, Titles("before", "second"))));

        Assert.Equal("\"second\"", merged.Content.ToText());
        Assert.Equal(["\"first\"", "\"second\""], Assert.Single(merged.Records).Variants.Select(variant => variant.Value!.ToText()));
        Assert.Equal("\"second\"", alone.Content.ToText());
        Assert.Empty(alone.Records);
        Assert.Equal("serving", (await rig.DescribeAsync("OldStrategy")).State);
    }

    [Fact]
    public async Task The_old_extension_keeps_loading_and_keeps_answering()
    {
        await using var rig = await ExtensionRig.StartAsync($"extension.{Extension}.word=old but well");
        await rig.MakeVaultAsync();

        Assert.Equal("serving", (await rig.DescribeAsync("OldExtension")).State);
        Assert.Equal("Saved.", (await rig.RunAsync(Extension, "put", """{"x":1}""")).Summary);
        Assert.Equal("""{"x":1}""", (await rig.RunAsync(Extension, "get")).Result.ToText());
        Assert.Equal("Heard.", (await rig.RunAsync(Extension, "heard")).Summary);
        Assert.Equal("serving", (await rig.RunAsync(Extension, "modules")).Summary);
        Assert.Equal("old but well", (await rig.RunAsync(Extension, "setting")).Summary);
        Assert.Equal("There is no operation 'fly'.", (await rig.RunAsync(Extension, "fly")).Summary);
        Assert.Equal("TooOld", (await Assert.ThrowsAsync<UsageException>(() => rig.RunAsync(Extension, "refuse"))).Code);
        Assert.Equal(new JobOutcome(true, "1 documents."), await rig.Host.Mediator.Send(rig.Host.Jobs.Single(job => job.Name == Extension + ".count").Request));
    }

    private static MergeInput Titles(string earlier, string later) => new(
        new DocumentType("note"),
        1,
        new MergeBase(CanonicalJson.Parse("\"before\""), DocumentBody.NoAttachments, BaseQuality.Exact),
        [Heads.At(1, $"\"{earlier}\""), Heads.At(2, $"\"{later}\"")],
        CanonicalJson.EmptyObject);
}
