using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Host.Swapping;

namespace Aurix.Platform.Host.Commands;

internal static class RunCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // for requests of apps that are under way when it stops

    public static Command Make()
    {
        var command = new Command("run", "Stay and keep this device in sync: the daemon. Other aurix commands may be used beside it.");
        var api = new Option<int?>("--api") { Description = "Let apps of this device in on 127.0.0.1 and this port, 0 for a free one. Each needs a token: see 'aurix app create'. Default: nobody is let in.", HelpName = "PORT" };
        command.Options.Add(api);
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
                if (parsed.GetValue(api) is { } port)
                {
                    var listening = await host.Mediator.Send(new OpenGateway("127.0.0.1", port, AllowRemote: false) { Face = GatewayFace.Apps }, cancellationToken);
                    Console.Out.WriteLine($"Apps come in at {listening}; a PouchDB syncs with {listening}mirror, and {listening}dashboard/ shows it all.");
                }

                if (!jobs.HasTurn)
                {
                    Console.Out.WriteLine("Another aurix runs the schedules of this data folder; this one takes over when it ends.");
                }

                Console.Out.WriteLine("Running. Stop with Ctrl-C.");
                Console.Out.Flush();
                await Termination.WaitAsync(cancellationToken);
                operations.Stopping();
                using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
                await host.Mediator.Send(new CloseGateway(), patience.Token);
            }

            return new Answer(new JsonObject { ["stopped"] = true }, console => console.Line("Stopped."));
        });
        return command;
    }
}
