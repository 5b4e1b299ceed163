using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Swapping;

namespace Aurix.Platform.Host.Commands;

internal static class ServeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // for requests that are under way when it stops; who sends slower than that sends again

    public static Command Make()
    {
        var address = new Option<string>("--host") { Description = "The address to listen on.", DefaultValueFactory = _ => "127.0.0.1", HelpName = "ADDRESS" };
        var port = new Option<int>("--port") { Description = "The port to listen on, 0 for a free one.", DefaultValueFactory = _ => 5984, HelpName = "PORT" };
        var remote = new Option<bool>("--allow-remote") { Description = "Listen on another address than loopback. This is plain HTTP: put something that speaks TLS in front." };
        var user = new Option<string?>("--user") { Description = "Make or update a sync account, with its databases.", HelpName = "NAME" };
        var database = new Option<string?>("--database") { Description = "That account's database. Default: a new one, aurix-XXXXXXXX.", HelpName = "NAME" };
        var password = PasswordInput.Option();
        var login = PasswordInput.Option("--login-file", "account's password as the server is to know it, for a first device or an owner that replaces it;");
        var admin = new Option<string?>("--admin") { Description = "Make or update an administrator's account.", HelpName = "NAME" };
        var adminPassword = PasswordInput.Option("--admin-password-file");
        var command = new Command("serve", "Be the server: keep sealed documents for devices, over CouchDB's protocol. Knows no key.")
        {
            address, port, remote, user, database, password, login, admin, adminPassword,
        };
        OpsOptions.AddTo(command);
        command.Run(async (host, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(admin) is { } adminName)
            {
                using var secret = PasswordInput.Read(parsed.GetValue(adminPassword), $"Password for {adminName}");
                await host.Mediator.Send(new SetAccount(adminName, secret, IsAdmin: true), cancellationToken);
            }

            var name = parsed.GetValue(user) is null ? null : parsed.GetValue(database) ?? NewDatabaseName();
            if (parsed.GetValue(user) is { } userName)
            {
                using var temporary = parsed.GetValue(login) is { } file ? PasswordInput.Read(file, $"The server's password for {userName}") : null;
                using var secret = temporary is null ? PasswordInput.Read(parsed.GetValue(password), $"Password for {userName}") : null;
                await (temporary is null
                    ? ProvisionAsync(host, userName, name!, secret!, cancellationToken)
                    : GrantAsync(host, userName, name!, temporary, cancellationToken));
            }

            await using var operations = await Operations.Operations.OpenAsync(host, OpsOptions.Read(parsed), TimeProvider.System, cancellationToken);
            using var configuration = new ConfigurationDaemon(host, jobs: null);
            await using var watch = configuration.Watch();
            await using var again = SecondChance.Start(host, configuration.RescheduleAsync, TimeProvider.System);
            await using var control = ControlChannel.Open(host, configuration, operations.Health);
            var listening = await host.Mediator.Send(new OpenGateway(parsed.GetValue(address)!, parsed.GetValue(port), parsed.GetValue(remote)), cancellationToken);
            Announce(listening, name, await StartReport.MakeAsync(host, operations, withJobs: false, TimeProvider.System, cancellationToken), parsed.GetValue(GlobalOptions.Json));
            await Termination.WaitAsync(cancellationToken);
            operations.Stopping();
            using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
            await host.Mediator.Send(new CloseGateway(), patience.Token);
            return new Answer(new JsonObject { ["stopped"] = true }, console => console.Line("Stopped."));
        });
        return command;
    }

    /// <summary>Makes an account whose password is what the owner's device derives from theirs, and its pair of databases.</summary>
    public static async Task ProvisionAsync(AurixHost host, string user, string database, Secret password, CancellationToken cancellationToken)
    {
        CheckName(database);
        var login = await host.Mediator.Send(new BeginLogin(user, database, password), cancellationToken);
        using (login.ServerPassword)
        {
            await host.Mediator.Send(new EndLogin(login.Number), cancellationToken);
            await GrantAsync(host, user, database, login.ServerPassword, cancellationToken);
        }
    }

    // The account's password is this very text, until its owner's device replaces it.
    private static async Task GrantAsync(AurixHost host, string user, string database, Secret serverPassword, CancellationToken cancellationToken)
    {
        CheckName(database);
        await host.Mediator.Send(new SetAccount(user, serverPassword, IsAdmin: false), cancellationToken);
        await host.Mediator.Send(new GrantDatabase(new DatabaseName(database), user), cancellationToken);
        await host.Mediator.Send(new GrantDatabase(new DatabaseName(database + "-blob"), user), cancellationToken);
    }

    private static void CheckName(string database)
    {
        if (!DatabaseName.IsValid(database))
        {
            throw new UsageException("BadDatabase", $"'{database}' is no database name.", "Use a-z, 0-9, '_' and '-', a letter first.");
        }
    }

    // The name is part of the password's salt, so it has to be unlike any other vault's (crypto.md §2.1).
    public static string NewDatabaseName() => "aurix-" + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 8);

    private static void Announce(Uri listening, string? database, StartReport report, bool json)
    {
        var vault = database is null ? null : new Uri(listening, database).ToString();
        if (!json)
        {
            report.Print(Console.Out);
        }

        Console.Out.WriteLine(json
            ? new JsonObject { ["listening"] = listening.ToString(), ["address"] = vault, ["started"] = report.Json }.ToJsonString()
            : $"Listening on {listening}{(vault is null ? "" : $"\nDevices sync with: aurix sync enable {vault} --user NAME")}\nStop with Ctrl-C.");
        Console.Out.Flush();
    }
}
