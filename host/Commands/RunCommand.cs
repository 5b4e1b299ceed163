using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Host.Swapping;

namespace Aurix.Platform.Host.Commands;

internal static class RunCommand
{
    public static Command Make()
    {
        var command = new Command("run", "Stay and keep this device in sync: the daemon. Other aurix commands may be used beside it.");
        OpsOptions.AddTo(command);
        command.Run(async (host, parsed, cancellationToken) =>
        {
            await using var operations = await Operations.Operations.OpenAsync(host, OpsOptions.Read(parsed), TimeProvider.System, cancellationToken);
            await using (var jobs = await JobScheduler.StartAsync(host, TimeProvider.System, cancellationToken))
            {
                using var configuration = new ConfigurationDaemon(host, jobs);
                await using var watch = configuration.Watch();
                await using var again = SecondChance.Start(host, configuration.RescheduleAsync, TimeProvider.System);
                await using var follower = ServerFollower.Start(host, TimeProvider.System);
                await using var control = ControlChannel.Open(host, configuration, operations.Health, jobs);
                (await StartReport.MakeAsync(host, operations, withJobs: true, TimeProvider.System, cancellationToken)).Print(Console.Out);
                if (!jobs.HasTurn)
                {
                    Console.Out.WriteLine("Another aurix runs the schedules of this data folder; this one takes over when it ends.");
                }

                Console.Out.WriteLine("Running. Stop with Ctrl-C.");
                Console.Out.Flush();
                await Termination.WaitAsync(cancellationToken);
                operations.Stopping();
            }

            return new Answer(new JsonObject { ["stopped"] = true }, console => console.Line("Stopped."));
        });
        return command;
    }
}
