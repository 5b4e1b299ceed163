using System.CommandLine;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class AlarmAcceptCommand
{
    public static Command Make()
    {
        var code = new Argument<string>("code") { Description = "Which alarm, such as HeadRollback." };
        var subject = new Argument<string?>("subject") { Description = "About whom, or the beginning of it. Default: all of this code.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("accept", "Take what the server shows as the new state. The next round sends again whatever it lost.") { code, subject };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var accepted = await host.Mediator.Send(new AcceptAlarm(parsed.GetValue(code)!, parsed.GetValue(subject)) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return accepted.IsEmpty
                ? Answer.NotFound($"There is no alarm {parsed.GetValue(code)} {parsed.GetValue(subject)}".TrimEnd() + ".")
                : Answer.Line($"{(accepted.Length == 1 ? "One alarm" : $"{accepted.Length} alarms")} accepted. The next round goes on from what the server shows.", AlarmListCommand.Json(accepted));
        });
        return command;
    }
}
