using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncDisableCommand
{
    public static Command Make()
    {
        var remove = new Option<bool>("--remove-remote") { Description = "First remove the server's copy of this vault, for all devices, as far as an ordinary account can. Nothing on this device is touched. Cut off, running it again goes on." };
        var yes = Consent.Option("with --remove-remote, the server's copy is removed");
        var command = new Command("disable", "Opt out: forget the account. What is here stays, and what is on the server unless you say otherwise.") { remove, yes };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(remove))
            {
                return await RemoveAsync(host, parsed, yes, cancellationToken);
            }

            var was = await host.Mediator.Send(new DisableSync { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return Answer.Line(was ? "Sync is off. Nothing leaves this device any more." : "Sync was off already.", new JsonObject { ["wasEnabled"] = was });
        });
        return command;
    }

    private static async Task<Answer> RemoveAsync(AurixHost host, ParseResult parsed, Option<bool> yes, CancellationToken cancellationToken)
    {
        Consent.DemandSomebody(parsed, yes);
        var status = await host.Mediator.Send(new DescribeSync { Remote = RemoteInput.Of(parsed) }, cancellationToken);
        if (!parsed.GetValue(yes) && status.Address is { } address
            && (!Consent.Ask($"Remove what {address} has of this vault?")
                || !Consent.Ask("Devices that have not synced everything lose their way to each other, and this cannot be undone there. Documents on this device stay. Really?")))
        {
            return Answer.Line("Nothing was changed.", new JsonObject { ["wasEnabled"] = status.Enabled, ["removed"] = null });
        }

        var removal = await host.Mediator.Send(new RemoveRemote { Remote = RemoteInput.Of(parsed) }, cancellationToken);
        return new Answer(new JsonObject { ["wasEnabled"] = true, ["removed"] = Json(removal) }, console =>
        {
            console.Line(string.Create(CultureInfo.InvariantCulture, $"Removed from the server: {removal.Documents} documents, {removal.Chunks} chunks of files, {removal.Logs} pieces of device logs, and the vault document. Sync is off."));
            console.Line("What stays there:");
            foreach (var sentence in removal.Stays)
            {
                console.Line("- " + sentence);
            }
        });
    }

    private static JsonObject Json(RemoteRemoval removal) => new()
    {
        ["documents"] = removal.Documents,
        ["chunks"] = removal.Chunks,
        ["logs"] = removal.Logs,
        ["refused"] = removal.Refused,
        ["strangers"] = removal.Strangers,
        ["stays"] = new JsonArray([.. removal.Stays.Select(sentence => JsonValue.Create(sentence))]),
    };
}
