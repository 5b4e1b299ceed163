using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Host.Commands;

internal static class RunCommand
{
    public static Command Make()
    {
        var command = new Command("run", "Stay and keep this device in sync: the daemon. Other aurix commands may be used beside it.");
        command.Run(async (host, _, cancellationToken) =>
        {
            foreach (var line in await StartReportAsync(host, cancellationToken))
            {
                Console.Out.WriteLine(line);
            }

            await using (var jobs = await JobScheduler.StartAsync(host, cancellationToken))
            {
                using var configuration = new ConfigurationDaemon(host, jobs);
                await using var watch = configuration.Watch();
                await using var control = ControlChannel.Open(host, configuration);
                Console.Out.WriteLine("Running. Stop with Ctrl-C.");
                Console.Out.Flush();
                await Termination.WaitAsync(cancellationToken);
            }

            return new Answer(new JsonObject { ["stopped"] = true }, console => console.Line("Stopped."));
        });
        return command;
    }

    private static async Task<List<string>> StartReportAsync(AurixHost host, CancellationToken cancellationToken) =>
    [
        $"Data in {host.Settings.DataDirectory}",
        .. host.SetAside.Select(module => $"Set aside: {module.Problem}"),
        .. await StrategyListCommand.UnservedAsync(host, cancellationToken),
    ];
}
