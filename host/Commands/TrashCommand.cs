using System.CommandLine;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class TrashCommand
{
    public static Command Make()
    {
        var after = Paging.AfterOption();
        var limit = Paging.LimitOption(100, 1000);
        var command = new Command("trash", "List deleted documents, the last deleted first. 'aurix restore ID' brings one back.") { after, limit };
        command.Run(async (host, parsed, cancellationToken) => ListCommand.Tell(await host.Mediator.Send(
            new ListDocuments(Paging.Cursor(parsed.GetValue(after)), parsed.GetValue(limit))
            {
                Deleted = DeletedDocuments.Only,
                Order = ListOrder.Edited with { Descending = true },
            },
            cancellationToken)));
        return command;
    }
}
