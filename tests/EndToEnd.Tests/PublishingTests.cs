using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>The published folder and the tool run in an empty folder, without the sources.</summary>
public sealed class PublishingTests(PublishedProgram published) : IClassFixture<PublishedProgram>
{
    private static readonly bool IsCompiledAhead = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture is Architecture.X64;

    private string Empty => Directory.CreateDirectory(Path.Combine(published.Folder, "empty")).FullName;

    [Fact]
    public async Task The_published_folder_keeps_documents_and_has_every_module()
    {
        var note = Path.Combine(published.Folder, "note.json");
        await File.WriteAllTextAsync(note, """{"title":"away from home"}""");

        await RunAsync("init");
        await RunAsync("put", note, "--id", "note:1", "--type", "note");

        Assert.Contains("away from home", await RunAsync("get", "note:1"), StringComparison.Ordinal);
        var modules = JsonNode.Parse(await RunAsync("module", "list", "--json"))!.AsArray();
        Assert.Equal(9, modules.Count);
        Assert.All(modules, module => Assert.Equal("serving", (string)module!["state"]!));
        Assert.All(modules, module => Assert.StartsWith(Path.Combine(published.Out, "modules"), (string)module!["folder"]!, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Empty));
    }

    [Fact]
    public void On_the_usual_server_it_is_compiled_ahead_and_brings_no_other_platforms_libraries()
    {
        if (!IsCompiledAhead)
        {
            return; // published for every platform alike
        }

        using var program = new PEReader(File.OpenRead(Path.Combine(published.Out, "aurix.dll")));
        var platforms = Directory.EnumerateDirectories(Path.Combine(published.Out, "modules"), "runtimes", SearchOption.AllDirectories).SelectMany(Directory.EnumerateDirectories).Select(Path.GetFileName).Distinct();

        Assert.NotEqual(0, program.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.Equal(["linux-x64"], platforms);
    }

    [Fact]
    public async Task The_tool_installs_from_a_folder_and_tells_the_demo()
    {
        var tools = Path.Combine(published.Folder, "t");

        await Dotnet.RunAsync(Empty, "tool", "install", "--tool-path", tools, "--add-source", published.Feed, "Aurix.Platform.Tool", "--version", published.ToolVersion);
        var told = await Dotnet.RunProgramAsync(Path.Combine(tools, "aurix"), Empty, "demo");

        Assert.Contains("Everything above was checked while it happened", told, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(params string[] arguments) =>
        Dotnet.RunProgramAsync(Path.Combine(published.Out, "aurix"), Empty, [.. arguments, "--data", Path.Combine(published.Folder, "data")]);
}
