using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Strategies;
using Aurix.Platform.Host.Trust;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Loading;

/// <summary>What was let go is gone: after a module was used and disposed, nothing in the process holds on to its code (host.md §6).</summary>
/// <remarks>Whatever touches a plugin stands in a method that is not inlined: a local of the test itself would keep it alive.</remarks>
public sealed class UnloadTests
{
    private const int Cycles = 20;

    [Theory]
    [InlineData("LastWriteWins")]
    [InlineData("Json")]
    public async Task A_strategy_that_merged_is_gone_after_it_was_disposed(string folder)
    {
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            Assert.Equal([], await SurvivorsAsync([UseStrategy(folder)]));
        }
    }

    [Fact]
    public async Task Modules_that_worked_together_are_gone_after_the_host_stopped()
    {
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            var contexts = await UseHostAsync();
            Assert.Equal([], await SurvivorsAsync(contexts));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (string, WeakReference) UseStrategy(string folder)
    {
        var loaded = ModuleLoader.Load(new ModuleIntake(new ModuleStage(Path.Combine(AppContext.BaseDirectory, "unload-stage"), TimeProvider.System), new ModuleTrust(new TrustFile("/nobody"))).Take(Path.Combine(Repository.BuiltModules, folder)));
        var services = new ServiceCollection();
        loaded.Module.Configure(services, null!);
        using (var provider = services.BuildServiceProvider())
        {
            var strategy = provider.GetRequiredService<IConflictStrategy>();
            MergeHead[] heads = [Heads.At(1, "1"), Heads.At(2, "2")];
            var merged = Assert.IsType<MergeOutcome.Merged>(strategy.Merge(new MergeInput(DocumentType.Default, 0, null, [.. heads], CanonicalJson.EmptyObject), new MergeFuel(1000)));
            Assert.Equal("2", merged.Content.ToText());
        }

        var context = new WeakReference(AssemblyLoadContext.GetLoadContext(loaded.Module.GetType().Assembly));
        loaded.Loader.Dispose();
        return (folder, context);
    }

    /// <summary>A host with every module: a vault, a conflict, its merge. Answers the load contexts that were made for it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<(string Name, WeakReference Context)>> UseHostAsync()
    {
        var data = Directory.CreateTempSubdirectory("aurix-unload-").FullName;
        List<(string, WeakReference)> contexts;
        await using (var host = await new HostBuilder(new HostSettings(data, Repository.BuiltModules, HostSettings.ParseModuleSettings(["conflict.default=aurix.lww"])), NullLoggerFactory.Instance, TimeProvider.System).BuildAsync(CancellationToken.None))
        {
            contexts = [.. AssemblyLoadContext.All.Where(context => IsOf(context, data)).Select(context => (context.Name!, new WeakReference(context)))];
            var vault = await host.Mediator.Send(new CreateVault());
            await host.Mediator.Send(new InitialiseVault(vault.Vault));
            var id = new DocumentId("d");
            var first = Assert.IsType<PutOutcome.Saved>(await host.Mediator.Send(new PutDocument(id, CanonicalJson.Parse("1"), null))).Revision;
            await host.Mediator.Send(new PutDocument(id, CanonicalJson.Parse("2"), first));
            await host.Mediator.Send(new PutDocument(id, CanonicalJson.Parse("3"), first) { AllowBranch = true });
            Assert.Equal(1, (await host.Mediator.Send(new NormaliseDocuments())).Merged);
            Assert.Contains(await host.Mediator.Send(new ListStrategies()), strategy => strategy.Id == "aurix.lww");
        }

        Directory.Delete(data, recursive: true);
        Assert.Equal(Directory.GetDirectories(Repository.BuiltModules).Length, contexts.Count);
        return contexts;
    }

    // Modules are loaded from copies in the data folder. The platform's own context keeps what modules share, for the life of the process.
    private static bool IsOf(AssemblyLoadContext context, string data) =>
        context.IsCollectible && context.Assemblies.Any(assembly => assembly.Location.StartsWith(data, StringComparison.Ordinal));

    private static async Task<IEnumerable<string>> SurvivorsAsync(List<(string Name, WeakReference Context)> contexts)
    {
        foreach (var (_, context) in contexts)
        {
            await UnloadWatch.IsGoneAsync(context, TimeProvider.System); // waits for callers to leave; what counts is what is seen after it
        }

        return contexts.Where(context => context.Context.IsAlive).Select(context => context.Name);
    }
}
