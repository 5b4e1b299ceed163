using System.Reflection;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Failures;

/// <summary>The libraries that a module brings along.</summary>
public sealed class LibraryTests
{
    private static readonly string Built = Repository.Built("tests", "Plugins", "DependentExtension");

    [Fact]
    public async Task One_that_is_not_there_is_named()
    {
        await using var host = WholeHost.LaidOut();
        File.Delete(Path.Combine(host.Install(Built, "Dependent"), "Greetings.dll"));
        await host.RestartAsync();

        Assert.Contains("needs Greetings 1.0.0.0, which is neither in its folder nor part of the host", (await host.DescribeAsync("Dependent")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_modules_may_bring_two_versions_of_one_and_each_gets_its_own()
    {
        await using var host = WholeHost.LaidOut();
        host.Install(Built, "Older");
        var newer = host.Install(Built, "Newer");
        File.WriteAllText(Path.Combine(newer, "module.json"), """{"id":"strangers.newer","role":"extension","assembly":"DependentExtension.dll"}""");
        AssemblyPatch.Be(Path.Combine(newer, "Greetings.dll"), new Version(2, 0, 0, 0));
        AssemblyPatch.Refer(Path.Combine(newer, "DependentExtension.dll"), "Greetings", new Version(2, 0, 0, 0));
        await host.RestartAsync();

        Assert.Equal("Greetings of version 1.0.0.0.", (await host.Mediator.Send(new RunExtension("strangers.dependent", "greet", CanonicalJson.Null))).Summary);
        Assert.Equal("Greetings of version 2.0.0.0.", (await host.Mediator.Send(new RunExtension("strangers.newer", "greet", CanonicalJson.Null))).Summary);
    }

    [Theory]
    [InlineData("MediatR")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    public async Task One_that_the_host_shares_is_refused_in_any_version(string library)
    {
        await using var host = WholeHost.LaidOut();
        var brought = Path.Combine(host.Install(Built, "Dependent"), library + ".dll");
        File.Copy(Assembly.Load(library).Location, brought);
        AssemblyPatch.Be(brought, new Version(99, 0, 0, 0));
        await host.RestartAsync();

        Assert.Contains($"brings its own {library}.dll, which only the host may bring", (await host.DescribeAsync("Dependent")).Problem, StringComparison.Ordinal);
    }
}
