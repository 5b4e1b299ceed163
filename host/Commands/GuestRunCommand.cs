using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Guests;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class GuestRunCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "What the audit calls it." };
        var program = new Argument<string[]>("program") { Description = "The program and its arguments, after '--'.", Arity = ArgumentArity.OneOrMore };
        var grants = new Option<string[]>("--grant") { Description = "What it may do with documents of one type. May be given several times; nothing else is allowed.", DefaultValueFactory = _ => [], HelpName = "TYPE:read|write" };
        var command = new Command("run", "Run a program of somebody else's that may read and write only what you grant. It gets no key and no login; every call is written down.") { name, program, grants };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var folder = OwnerOnly.CreateFolder(host.Settings.DataDirectory, "guests");
            using var audit = new GuestAudit(Path.Combine(folder, "audit.jsonl"), parsed.GetValue(name)!, TimeProvider.System);
            var desk = new GuestDesk(host.Mediator, GuestGrants.Parse(parsed.GetValue(grants)!), audit);
            var work = Directory.CreateTempSubdirectory("aurix-guest-");
            try
            {
                var line = parsed.GetValue(program)!;
                var exit = await new GuestProcess(desk).RunAsync(line[0], line.Skip(1), work.FullName, cancellationToken);
                var json = new JsonObject { ["exitCode"] = exit, ["audit"] = Path.Combine(folder, "audit.jsonl") };
                return new Answer(json, console => console.Line($"The guest ended with {exit}. What it did is in {Path.Combine(folder, "audit.jsonl")}"), exit == 0 ? ExitCodes.Success : ExitCodes.Failure);
            }
            finally
            {
                work.Delete(recursive: true);
            }
        });
        return command;
    }
}
