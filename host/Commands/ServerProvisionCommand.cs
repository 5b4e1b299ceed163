using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class ServerProvisionCommand
{
    public static Command Make()
    {
        var server = new Argument<string>("server") { Description = "The server's root, such as https://sync.example." };
        var admin = new Option<string>("--admin") { Description = "An administrator of that server.", Required = true, HelpName = "NAME" };
        var adminPassword = PasswordInput.Option("--admin-password-file", "administrator's password");
        var user = new Option<string>("--user") { Description = "The account to prepare.", Required = true, HelpName = "NAME" };
        var database = new Option<string?>("--database") { Description = "The account's database. Default: a new one, aurix-XXXXXXXX.", HelpName = "NAME" };
        var password = PasswordInput.Option("--password-file", "owner's password, which stays here");
        var secretKey = SecretKeyInput.Option();
        var login = PasswordInput.Option("--login-file", "account's password as the server is to know it, for an owner who replaces it with 'aurix sync enable --login-file';");
        var check = new Option<bool>("--check") { Description = "Look, and change nothing." };
        var replace = new Option<bool>("--replace-password") { Description = "Give an account that is there the password given here. Its devices sign in anew." };
        var connection = new ConnectionInput();
        var command = new Command("provision", "Prepare an Apache CouchDB, or another server of its kind, for an account: the account, its two databases, who may enter. Says what else to change there, and why.")
        {
            server, admin, adminPassword, user, database, password, secretKey, login, check, replace,
        };
        connection.AddTo(command, withAuth: false);
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var checks = parsed.GetValue(check);
            var name = parsed.GetValue(database) ?? (checks ? throw new UsageException("BadUsage", "A check is of one account's database.", "Name it with --database.") : ServeCommand.NewDatabaseName());
            using var secret = PasswordInput.Read(parsed.GetValue(adminPassword), $"Password of {parsed.GetValue(admin)}");
            using var temporary = parsed.GetValue(login) is { } file ? PasswordInput.Read(file, $"The server's password for {parsed.GetValue(user)}") : null;
            using var owner = temporary is null && (!checks || parsed.GetValue(password) is not null) ? PasswordInput.Read(parsed.GetValue(password), $"Password for {parsed.GetValue(user)}") : null;
            using var key = SecretKeyInput.Read(parsed.GetValue(secretKey));
            var provision = await host.Mediator.Send(
                new ProvisionServer(parsed.GetValue(server)!, parsed.GetValue(admin)!, secret, parsed.GetValue(user)!, name)
                {
                    Password = owner,
                    SecretKey = key,
                    ServerPassword = temporary,
                    CheckOnly = checks,
                    ReplacePassword = parsed.GetValue(replace),
                    Connection = await connection.ReadAsync(parsed, withAuth: false, cancellationToken),
                },
                cancellationToken);
            return Tell(provision, parsed.GetValue(user)!);
        });
        return command;
    }

    private static Answer Tell(ServerProvision provision, string user)
    {
        var json = new JsonObject
        {
            ["address"] = provision.Address,
            ["ready"] = provision.IsReady,
            ["findings"] = new JsonArray([.. provision.Findings.Select(finding => new JsonObject
            {
                ["what"] = finding.What,
                ["found"] = finding.Found,
                ["kind"] = Name(finding.Kind),
                ["advice"] = finding.Advice,
            })]),
        };
        return new Answer(
            json,
            console =>
            {
                var table = Tables.Make("what", "found", "", "advice");
                foreach (var finding in provision.Findings)
                {
                    table.Row(finding.What, finding.Found, Name(finding.Kind), finding.Advice);
                }

                console.Write(table);
                console.Line(provision.IsReady
                    ? $"Ready. On the first device: aurix sync enable {provision.Address} --user {user} --new"
                    : "Not ready: what is needed comes first.");
            },
            provision.IsReady ? ExitCodes.Success : ExitCodes.Failure);
    }

    private static string Name(ServerFindingKind kind) => kind.ToString().ToLowerInvariant();
}
