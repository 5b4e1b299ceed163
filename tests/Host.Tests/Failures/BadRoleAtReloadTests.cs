using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Extensions;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Failures;

/// <summary>What comes into the folder of a required module is bad: the copy that serves goes on, and no call fails of it.</summary>
public sealed class BadRoleAtReloadTests : IClassFixture<BadRoleAtReloadTests.OneHost>, IAsyncLifetime
{
    private static readonly string[] Roles = ["Storage", "Crypto", "Sync", "Conflict", "Gateway"];

    private readonly WholeHost _host;

    public BadRoleAtReloadTests(OneHost one) => _host = one.Host;

    public static IEnumerable<object[]> Faults => InEachRole(BadCopy.OfFiles);

    public static IEnumerable<object[]> FaultsOfCode => InEachRole(BadCopy.OfCode);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_host.Modules, recursive: true);
        Folders.Copy(Repository.BuiltModules, _host.Modules);
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_copy_whose_files_are_bad_leaves_the_old_one_serving(string role, string fault, string reason) =>
        await RefusedAsync(role, fault, reason, _ => { });

    [Theory]
    [MemberData(nameof(FaultsOfCode))]
    public async Task A_copy_whose_code_fails_leaves_the_old_one_serving(string role, string fault, string reason) =>
        await RefusedAsync(role, fault, reason, BadCopy.Wrap);

    [Fact]
    public async Task A_copy_that_lacks_what_its_role_answers_leaves_the_old_one_serving()
    {
        var folder = Path.Combine(_host.Modules, "Gateway");
        Folders.Copy(Repository.Built("tests", "Plugins", "FaultyExtension"), folder);
        File.WriteAllText(Path.Combine(folder, "module.json"), """{"id":"aurix.gateway","role":"gateway","assembly":"FaultyExtension.dll"}""");

        Assert.Contains("aurix.gateway", (await Assert.ThrowsAsync<ModuleException>(() => _host.ReloadAsync("aurix.gateway"))).Message, StringComparison.Ordinal);
        Assert.Equal("serving", (await _host.DescribeAsync("Gateway")).State);
    }

    private static IEnumerable<object[]> InEachRole((string Fault, string Reason)[] faults) =>
        from role in Roles from fault in faults select new object[] { role, fault.Fault, fault.Reason };

    private async Task RefusedAsync(string role, string fault, string reason, Action<string> prepare)
    {
        var folder = Path.Combine(_host.Modules, role);
        var id = (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "module.json")))!["id"]!;
        prepare(folder);
        ModuleException refused;
        await using (await Caller.StartAsync(AskAsync))
        {
            BadCopy.Make(fault, folder);
            refused = await Assert.ThrowsAsync<ModuleException>(() => _host.ReloadAsync(id));
        }

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.True(refused.Message.Contains(folder, StringComparison.Ordinal) || refused.Message.Contains(id, StringComparison.Ordinal), refused.Message);
        Assert.Equal(("serving", null), (await _host.Mediator.Send(new ListModules())).Where(module => module.Id == id).Select(module => (module.State, module.Problem)).Single());
    }

    // Through Storage and Crypto, Conflict's rules, and Sync.
    private async Task AskAsync()
    {
        Assert.IsType<PutOutcome.Saved>(await _host.Mediator.Send(new PutDocument(new($"note:{Guid.NewGuid():n}"), CanonicalJson.Parse("1"), null)));
        Assert.False((await _host.Mediator.Send(new DescribeSync())).Enabled);
    }

    /// <summary>The host that all of it is tried on.</summary>
    public sealed class OneHost : IAsyncLifetime
    {
        internal WholeHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await WholeHost.StartAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
