using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Failures;

/// <summary>One host that starts with an extension for each thing that can be wrong with one, and a good one.</summary>
public sealed class BadExtensionAtStartTests : IClassFixture<BadExtensionAtStartTests.AllAtOnce>
{
    private readonly AllAtOnce _all;

    public BadExtensionAtStartTests(AllAtOnce all) => _all = all;

    // One that hangs keeps each start waiting for its ten seconds: once is enough.
    private static readonly (string Fault, string Reason)[] All = [.. BadCopy.OfFiles, .. BadCopy.OfCode, ("hang", "did not start within 10 s")];

    public static IEnumerable<object[]> Faults => All.Select(fault => new object[] { fault.Fault, fault.Reason });

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task It_is_set_aside_and_the_reason_names_it_and_the_cause(string fault, string reason)
    {
        var described = await _all.Host.DescribeAsync(fault);

        Assert.Equal("quarantined", described.State);
        Assert.Contains(reason, described.Problem, StringComparison.Ordinal);
        Assert.Contains(fault, described.Problem, StringComparison.Ordinal); // the name of its folder
    }

    [Fact]
    public async Task The_good_one_serves()
    {
        Assert.Equal("serving", (await _all.Host.DescribeAsync("Good")).State);
        Assert.Equal("Here I am.", (await _all.Host.Mediator.Send(new RunExtension("strangers.faulty", "answer", CanonicalJson.Null))).Summary);
    }

    /// <summary>That host.</summary>
    public sealed class AllAtOnce : IAsyncLifetime
    {
        internal WholeHost Host { get; } = WholeHost.LaidOut();

        public async Task InitializeAsync()
        {
            var built = Repository.Built("tests", "Plugins", "FaultyExtension");
            Host.Install(built, "Good");
            foreach (var (number, (fault, _)) in All.Index())
            {
                var manifest = Path.Combine(Host.Install(built, fault), "module.json");
                File.WriteAllText(manifest, new JsonObject { ["id"] = $"strangers.bad-{number}", ["role"] = "extension", ["assembly"] = "FaultyExtension.dll" }.ToJsonString());
                BadCopy.Make(fault, Path.GetDirectoryName(manifest)!);
            }

            await Host.RestartAsync();
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
