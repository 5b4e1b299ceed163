using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Aurix.Platform.Tests;

/// <summary>What eng/aurix.service and eng/Containerfile say of the program is so.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string Unit = Read("aurix.service");
    private static readonly string Container = Read("Containerfile");

    private static readonly RootCommand Root = (RootCommand)House.Host.GetType("Aurix.Platform.Host.Commands.CommandLine", throwOnError: true)!
        .GetMethod("Build", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;

    [Fact]
    public void Every_command_of_the_unit_and_its_comments_parses()
    {
        var commands = UnitCommand().Matches(Unit).Select(match => match.Groups[1].Value).ToList();

        Assert.Contains("run --data /var/lib/aurix", commands);
        Assert.All(commands, AssertParses);
    }

    [Fact]
    public void Every_command_of_the_container_parses()
    {
        var commands = ContainerCommand().Matches(Container).Select(match => string.Join(' ', JsonSerializer.Deserialize<string[]>(match.Groups[1].Value)!).Replace("/app/aurix", "", StringComparison.Ordinal).Trim())
            .Concat(ContainerComment().Matches(Container).Select(match => match.Groups[1].Value.Trim()))
            .Where(command => command.Length > 0) // the entry point itself
            .ToList();

        Assert.Equal(["doctor", "run", "serve --host 0.0.0.0 --allow-remote"], commands);
        Assert.All(commands, AssertParses);
    }

    [Fact] // A drain and a stop for each module, one after the other; whoever kills earlier cuts off a last commit.
    public void The_unit_waits_longer_than_the_host_does()
    {
        var limit = (TimeSpan)House.Host.GetType("Aurix.Platform.Host.Composition.Generation", throwOnError: true)!.GetField("StopLimit", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        var modules = Directory.EnumerateFiles(Path.Combine(House.Root, "modules"), "*Module.cs", SearchOption.AllDirectories).Count();

        var patience = int.Parse(Regex.Match(Unit, @"(?m)^TimeoutStopSec=(\d+)$").Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.True(modules >= 9, "the search no longer finds the modules");
        Assert.True(TimeSpan.FromSeconds(patience) > 2 * modules * limit, $"{patience} s for {modules} modules of twice {limit}");
    }

    [Theory]
    [InlineData("KillSignal=SIGTERM")]
    [InlineData("Restart=on-failure")]
    [InlineData("DynamicUser=yes")]
    [InlineData("StateDirectory=aurix")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("ProtectSystem=strict")]
    public void The_unit_gives_the_program_no_more_than_it_needs(string line) => Assert.Contains(line, Unit.Split('\n'));

    [Fact]
    public void The_container_comes_from_public_images_and_does_not_run_as_root()
    {
        Assert.All(Regex.Matches(Container, @"(?m)^FROM (\S+)").Select(match => match.Groups[1].Value), image => Assert.StartsWith("mcr.microsoft.com/dotnet/", image, StringComparison.Ordinal));
        Assert.Contains("USER $APP_UID", Container.Split('\n'));
        Assert.Contains("VOLUME /data", Container.Split('\n'));
    }

    private static void AssertParses(string command) => Assert.Empty(Root.Parse(command).Errors.Select(error => $"{command}: {error.Message}"));

    private static string Read(string name) => File.ReadAllText(Path.Combine(House.Root, "eng", name)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"/usr/lib/aurix/aurix (\S.*)")]
    private static partial Regex UnitCommand();

    [GeneratedRegex(@"(?m)^(?:ENTRYPOINT|CMD|HEALTHCHECK.* CMD) (\[.*\])$")]
    private static partial Regex ContainerCommand();

    [GeneratedRegex(@"(?m)^#   podman run .* aurix(.*)$")]
    private static partial Regex ContainerComment();
}
