using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Host.Commands;

/// <summary>The verbs that interrupt sync and go on with it.</summary>
internal static class SyncVerb
{
    public static Command Pause() => Make("pause", "Send and ask nothing until 'aurix sync resume', in every aurix on this data folder. The account is kept.", remote => new PauseSync { Remote = remote }, "Sync is paused. What is under way ends before its next request.", "Sync was paused already.");

    public static Command Resume() => Make("resume", "End a pause. 'aurix run' goes on by itself.", remote => new ResumeSync { Remote = remote }, "Sync goes on.", "Sync was not paused.");

    private static Command Make(string verb, string description, Func<RemoteName, IRequest<bool>> request, string done, string otherwise)
    {
        var command = new Command(verb, description);
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            var changed = await host.Mediator.Send(request(RemoteInput.Of(parsed)), cancellationToken);
            return Answer.Line(changed ? done : otherwise, new JsonObject { ["changed"] = changed });
        });
        return command;
    }
}
