using System.Reflection;
using System.Text.Json;
using NetArchTest.Rules;

namespace Aurix.Platform.Tests;

/// <summary>host → contracts ← modules, and nothing else.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Modules_know_neither_one_another_nor_the_host()
    {
        foreach (var module in House.Modules)
        {
            var known = module.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Aurix.", StringComparison.Ordinal) || name == "aurix");

            Assert.Equal(["Aurix.Platform.Contracts"], known);
        }
    }

    [Fact]
    public void Strategies_that_read_what_they_join_know_how_to_and_nothing_else()
    {
        Assert.Equal(["Aurix.Platform.Contracts"], House.Merging.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Aurix.", StringComparison.Ordinal)));
        Assert.All(House.Readers, strategy => Assert.Equal(
            ["Aurix.Platform.Contracts", "Aurix.Platform.Merging"],
            strategy.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Aurix.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    [Fact] // conflict.md §3: what a strategy answers is a function of what it is asked
    public void Strategies_know_no_clock_chance_file_network_or_thread()
    {
        string[] banned =
        [
            "System.Random", "System.Guid", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.IO.File", "System.IO.Directory", "System.IO.FileStream",
            "System.Net", "System.Threading", "System.Security.Cryptography.RandomNumberGenerator", "System.Text.Json.JsonSerializer", "System.Globalization.CharUnicodeInfo",
        ];
        foreach (var strategy in House.Strategies)
        {
            var types = Types.InAssembly(strategy);

            Assert.NotEmpty(types.GetTypes());
            Assert.Empty(types.ShouldNot().HaveDependencyOnAny(banned).GetResult().FailingTypeNames ?? []);
        }
    }

    [Fact]
    public void The_host_knows_no_module() =>
        Assert.Equal(["Aurix.Platform.Contracts"], House.Host.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Aurix.", StringComparison.Ordinal)));

    [Fact]
    public void The_contracts_know_nobody()
    {
        string[] allowed = ["MediatR", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];

        var known = House.Contracts.GetReferencedAssemblies().Select(name => name.Name!).Where(name => !name.StartsWith("System", StringComparison.Ordinal));

        Assert.Empty(known.Except(allowed));
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite", "Aurix.Platform.Storage")]
    [InlineData("SQLitePCLRaw", "Aurix.Platform.Storage")]
    [InlineData("Sodium", "Aurix.Platform.Crypto")]
    [InlineData("Geralt", "Aurix.Platform.Crypto")]
    [InlineData("System.Net.Http", "Aurix.Platform.Sync")]
    [InlineData("Microsoft.AspNetCore", "Aurix.Platform.Gateway", "aurix")] // documents, and the health and numbers of the process, at doors of their own
    [InlineData("OpenTelemetry", "aurix")]
    [InlineData("Quartz", "aurix")]
    public void A_library_is_known_in_one_room_only(string library, params string[] owners)
    {
        var rooms = House.Everything.Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name!.StartsWith(library, StringComparison.Ordinal)));

        Assert.All(rooms, assembly => Assert.Contains(assembly.GetName().Name, owners));
    }

    [Theory] // The work knows neither messages nor the way they travel: it is called by handlers, and tested without them.
    [InlineData("Aurix.Platform.Conflict", "Aurix.Platform.Conflict.Heads")]
    [InlineData("Aurix.Platform.Crypto", "Aurix.Platform.Crypto.Envelopes")]
    [InlineData("Aurix.Platform.Storage", "Aurix.Platform.Storage.Trees")]
    [InlineData("Aurix.Platform.Sync", "Aurix.Platform.Sync.CouchDb")]
    public void The_domain_folders_do_not_know_the_mediator(string assembly, string folder)
    {
        var types = Types.InAssembly(Assembly.Load(assembly)).That().ResideInNamespaceStartingWith(folder);

        Assert.NotEmpty(types.GetTypes());
        Assert.Empty(types.ShouldNot().HaveDependencyOn("MediatR.IMediator").GetResult().FailingTypeNames ?? []);
    }

    [Fact]
    public void A_module_shows_one_type_to_the_world()
    {
        foreach (var module in House.Modules.Where(module => !module.GetName().Name!.Contains("Strategies", StringComparison.Ordinal)))
        {
            var shown = Assert.Single(module.GetExportedTypes());

            Assert.EndsWith("Module", shown.Name);
        }
    }

    [Fact]
    public void The_roles_that_modules_use_form_no_cycle()
    {
        var uses = Directory.EnumerateFiles(Path.Combine(House.Root, "modules"), "module.json", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => JsonDocument.Parse(File.ReadAllText(path)).RootElement)
            .GroupBy(json => json.GetProperty("role").GetString()!, json => json.GetProperty("uses").EnumerateArray().Select(role => role.GetString()!)) // many strategies, one role
            .ToDictionary(role => role.Key, role => role.SelectMany(uses => uses).ToList());

        Assert.Equal(7, uses.Count);
        Assert.All(uses.Keys, role => Assert.DoesNotContain(role, Reachable(role, uses)));
    }

    private static HashSet<string> Reachable(string role, Dictionary<string, List<string>> uses)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(uses[role]);
        while (open.TryDequeue(out var next))
        {
            if (reached.Add(next) && uses.TryGetValue(next, out var further))
            {
                further.ForEach(open.Enqueue);
            }
        }

        return reached;
    }
}
