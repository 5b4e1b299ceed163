using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;

namespace Aurix.Platform.Tests.Composition;

/// <summary>What a swap compiles before it lets a copy serve.</summary>
public sealed class CompileTests : IDisposable
{
    private static readonly string Modules = Path.Combine(
        Repository.Root, "host", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "modules");

    private readonly string _stage = Directory.CreateTempSubdirectory("aurix-compile-").FullName;

    public void Dispose() => Directory.Delete(_stage, recursive: true);

    [Theory] // Conflict declares a delegate: its methods are the runtime's, and cannot be compiled ahead
    [InlineData("Conflict")]
    [InlineData("Crypto")]
    [InlineData("Gateway")]
    [InlineData("Storage")]
    [InlineData("Sync")]
    public void Every_method_of_a_module_of_ours_can_be_compiled_before_it_serves(string folder)
    {
        var loaded = ModuleLoader.Load(new ModuleIntake(new ModuleStage(_stage, TimeProvider.System)).Take(Path.Combine(Modules, folder)));

        ModuleComposer.Compile(loaded.Module.GetType().Assembly);

        loaded.Loader.Dispose();
    }
}
